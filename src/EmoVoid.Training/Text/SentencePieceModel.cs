using Google.Protobuf;

namespace EmoVoid.Training.Text;

/// <summary>Makes a SentencePiece file of a model without a beginning-of-sentence token readable for Microsoft.ML.Tokenizers.</summary>
/// <remarks>
/// T5 has none: its <c>trainer_spec.bos_id</c> is −1, and the library looks that id up whether or not a caller wants such a token.
/// The field is overwritten in place by the id of <c>&lt;/s&gt;</c>, which is then never used as a beginning.
/// Source of the field numbers: google/sentencepiece, <c>sentencepiece_model.proto</c>.
/// </remarks>
internal static class SentencePieceModel
{
    private const int TrainerSpec = 2;
    private const int BosId = 41;
    private const byte EndOfSentence = 1;

    /// <exception cref="InvalidProtocolBufferException">The bytes are no protocol buffer.</exception>
    public static void GiveBeginningOfSentence(byte[] model)
    {
        if (FindMissingBosId(model) is not { } field)
            return;
        // As long as the −1 it replaces, so that no length in the file changes: leading bits of a varint may be zero.
        field.Span.Fill(0x80);
        field.Span[0] |= EndOfSentence;
        field.Span[^1] = 0;
    }

    private static Memory<byte>? FindMissingBosId(byte[] model)
    {
        var input = new CodedInputStream(model);
        var end = long.MaxValue;
        while (input.Position < end && input.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            if (end == long.MaxValue && field == TrainerSpec)
                end = input.ReadLength() + input.Position;
            else if (end != long.MaxValue && field == BosId)
                return ReadNegative(input, model);
            else
                input.SkipLastField();
        }

        return null;
    }

    private static Memory<byte>? ReadNegative(CodedInputStream input, byte[] model)
    {
        var start = (int)input.Position;
        return input.ReadInt32() < 0 ? model.AsMemory(start..(int)input.Position) : null;
    }
}

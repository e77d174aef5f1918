using Google.Protobuf;

namespace EmoVoid.Training.Text;

/// <summary>Makes a SentencePiece file of a model without a beginning-of-sentence token readable for Microsoft.ML.Tokenizers, and reads its pieces with their scores, which that keeps to itself.</summary>
/// <remarks>
/// T5 has none: its <c>trainer_spec.bos_id</c> is −1, and the library looks that id up whether or not a caller wants such a token.
/// The field is overwritten in place by the id of <c>&lt;/s&gt;</c>, which is then never used as a beginning.
/// Source of the field numbers: google/sentencepiece, <c>sentencepiece_model.proto</c>.
/// </remarks>
internal static class SentencePieceModel
{
    private const int Pieces = 1, TrainerSpec = 2, NormalizerSpec = 3;
    private const int PieceText = 1, PieceScore = 2, PieceKind = 3;
    private const int BosId = 41;
    private const byte EndOfSentence = 1;

    /// <param name="model">The file's bytes, changed in place.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protocol buffer.</exception>
    /// <exception cref="ArgumentException">A part that the library relies on is missing, as in a file that was cut off.</exception>
    public static void Prepare(byte[] model)
    {
        var parts = new HashSet<int>();
        var input = new CodedInputStream(model);
        while (input.ReadTag() is var tag and not 0)
        {
            var part = WireFormat.GetTagFieldNumber(tag);
            parts.Add(part);
            if (part == TrainerSpec)
                GiveBeginningOfSentence(input, model);
            else
                input.SkipLastField();
        }

        if (!parts.IsSupersetOf([Pieces, TrainerSpec, NormalizerSpec]))
            throw new ArgumentException("it lacks the pieces, the trainer's or the normalizer's settings");
    }

    /// <summary>The pieces in the order of their ids. Source of the field numbers: as above.</summary>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no protocol buffer.</exception>
    public static IReadOnlyList<SentencePiece> PiecesOf(byte[] model)
    {
        var pieces = new List<SentencePiece>();
        var input = new CodedInputStream(model);
        while (input.ReadTag() is var tag and not 0)
            if (WireFormat.GetTagFieldNumber(tag) == Pieces)
                pieces.Add(ReadPiece(input));
            else
                input.SkipLastField();
        return pieces;
    }

    private static SentencePiece ReadPiece(CodedInputStream input)
    {
        var (text, score, type) = ("", 0.0, PieceType.Normal);
        var end = input.ReadLength() + input.Position;
        while (input.Position < end)
            switch (WireFormat.GetTagFieldNumber(input.ReadTag()))
            {
                case PieceText: text = input.ReadString(); break;
                case PieceScore: score = input.ReadFloat(); break;
                case PieceKind: type = (PieceType)input.ReadInt32(); break;
                default: input.SkipLastField(); break;
            }

        return new SentencePiece(text, score, type);
    }

    private static void GiveBeginningOfSentence(CodedInputStream input, byte[] model)
    {
        var end = input.ReadLength() + input.Position;
        while (input.Position < end)
        {
            var field = WireFormat.GetTagFieldNumber(input.ReadTag());
            var start = (int)input.Position;
            input.SkipLastField();
            // A negative number is ten bytes long. One as long takes its place, so that no length in the file changes: leading bits may be zero.
            if (field == BosId && input.Position - start == 10)
                Overwrite(model.AsSpan(start, 10));
        }
    }

    private static void Overwrite(Span<byte> varint)
    {
        varint.Fill(0x80);
        varint[0] |= EndOfSentence;
        varint[^1] = 0;
    }
}

using Google.Protobuf;

namespace EmoVoid.Training.Text;

internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
}

internal sealed record SentencePiece(string Text, double Score, PieceType Type = PieceType.Normal);

/// <summary>Writes a SentencePiece unigram model with T5's special ids: <c>&lt;pad&gt;</c> 0, <c>&lt;/s&gt;</c> 1, <c>&lt;unk&gt;</c> 2, no beginning of sentence.</summary>
/// <remarks>
/// Only what differs from the format's defaults is written; those add a space in front, join runs of spaces and write a space as ▁.
/// Source of the field numbers: google/sentencepiece, <c>sentencepiece_model.proto</c>.
/// </remarks>
internal static class SentencePieceWriter
{
    private const int ModelPieces = 1, ModelTrainerSpec = 2, ModelNormalizerSpec = 3;
    private const int PieceText = 1, PieceScore = 2, PieceTypeField = 3;
    private const int TrainerModelType = 3, TrainerVocabularySize = 4, TrainerUnkId = 40, TrainerBosId = 41, TrainerEosId = 42, TrainerPadId = 43;
    private const int NormalizerName = 1, NormalizerCharacters = 2;
    private const int Unigram = 1;

    /// <param name="characters">The normalizer's precompiled map of characters; null: text is taken as it is.</param>
    public static byte[] Write(IReadOnlyList<SentencePiece> pieces, byte[]? characters = null) =>
        Message(model =>
        {
            foreach (var piece in pieces)
                Embed(model, ModelPieces, output => WritePiece(output, piece));
            Embed(model, ModelTrainerSpec, output => WriteTrainerSpec(output, pieces.Count));
            Embed(model, ModelNormalizerSpec, output => WriteNormalizerSpec(output, characters));
        });

    private static void WritePiece(CodedOutputStream output, SentencePiece piece)
    {
        output.WriteTag(PieceText, WireFormat.WireType.LengthDelimited);
        output.WriteString(piece.Text);
        output.WriteTag(PieceScore, WireFormat.WireType.Fixed32);
        output.WriteFloat((float)piece.Score);
        WriteNumber(output, PieceTypeField, (int)piece.Type);
    }

    private static void WriteTrainerSpec(CodedOutputStream output, int vocabularySize)
    {
        WriteNumber(output, TrainerModelType, Unigram);
        WriteNumber(output, TrainerVocabularySize, vocabularySize);
        WriteNumber(output, TrainerUnkId, 2);
        WriteNumber(output, TrainerBosId, -1);
        WriteNumber(output, TrainerEosId, 1);
        WriteNumber(output, TrainerPadId, 0);
    }

    private static void WriteNormalizerSpec(CodedOutputStream output, byte[]? characters)
    {
        output.WriteTag(NormalizerName, WireFormat.WireType.LengthDelimited);
        output.WriteString(characters is null ? "identity" : "nmt_nfkc");
        if (characters is null)
            return;
        output.WriteTag(NormalizerCharacters, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(characters));
    }

    private static void WriteNumber(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void Embed(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
            write(output);
        return buffer.ToArray();
    }
}

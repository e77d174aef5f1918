using System.Text.RegularExpressions;
using Google.Protobuf;
using Microsoft.ML.Tokenizers;

namespace EmoVoid.Training.Text;

/// <summary>T5's SentencePiece unigram tokenizer; every text ends with <c>&lt;/s&gt;</c>. T5 itself is never run: the adapter embeds the ids.</summary>
/// <remarks>Source: T5's <c>spiece.model</c> and <c>tokenizer.json</c>.</remarks>
public sealed partial class T5Tokenizer
{
    public const int PaddingId = 0;
    public const int EndId = 1;
    private const int UnknownId = 2;
    private const int Sentinels = 100;

    private readonly SentencePieceTokenizer pieces;
    private readonly SpecialTokens special;

    private T5Tokenizer(SentencePieceTokenizer pieces)
    {
        this.pieces = pieces;
        var ids = new Dictionary<string, int> { ["<pad>"] = PaddingId, ["</s>"] = EndId, ["<unk>"] = UnknownId };
        var last = pieces.Vocabulary.Values.Max() + Sentinels;
        for (var i = 0; i < Sentinels; i++)
            ids[$"<extra_id_{i}>"] = last - i;
        special = new SpecialTokens(ids);
    }

    /// <summary>Every id is smaller: the least number of rows that the adapter's embedding needs.</summary>
    public int IdCount => special.LargestId + 1;

    /// <param name="folder">Holds <c>spiece.model</c>.</param>
    /// <exception cref="InvalidDataException">The file is missing or damaged; the message names it.</exception>
    public static T5Tokenizer Load(string folder)
    {
        var path = TokenizerFile.Existing(folder, "spiece.model");
        var pieces = Read(path);
        return HasIdsOfT5(pieces) ? new T5Tokenizer(pieces) : throw TokenizerFile.Damaged(path, "<pad>, </s> and <unk> are not its pieces 0, 1 and 2");
    }

    private static SentencePieceTokenizer Read(string path)
    {
        var model = File.ReadAllBytes(path);
        try
        {
            SentencePieceModel.Prepare(model);
            return SentencePieceTokenizer.Create(new MemoryStream(model), addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException)
        {
            throw TokenizerFile.Damaged(path, $"it is not a SentencePiece model ({e.Message})", e);
        }
    }

    /// <summary>The ids of the text, then <c>&lt;/s&gt;</c>.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        var ids = new List<int>();
        foreach (var (piece, id) in special.Split(text))
            if (id is { } specialId)
                ids.Add(specialId);
            else
                ids.AddRange(Words(piece).SelectMany(EncodeWord));
        ids.Add(EndId);
        return ids;
    }

    /// <summary>
    /// The reference looks for the best pieces of each word alone. Done for a whole text, the library's float32 sums of scores round more
    /// with every word, and two cuts that score almost the same may change places.
    /// </summary>
    private static string[] Words(string text) => WithoutControls(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<int> EncodeWord(string word) =>
        FuseUnknown(pieces.EncodeToIds(word, addBeginningOfSentence: false, addEndOfSentence: false));

    /// <summary>A run of characters that the vocabulary lacks is one unknown piece to the reference; the library gives one for each.</summary>
    private static IEnumerable<int> FuseUnknown(IReadOnlyList<int> ids) =>
        ids.Where((id, i) => id != UnknownId || i == 0 || ids[i - 1] != UnknownId);

    /// <summary>T5's normalizer maps some control characters to nothing; the library passes over a rule whose right side is empty.</summary>
    /// <remarks>Source of the list: google/sentencepiece, the <c>nmt_nfkc</c> rules.</remarks>
    private static string WithoutControls(string text) => Deleted().Replace(text, "");

    [GeneratedRegex(@"[\x01-\x08\x0B\x0E-\x1F\x7F\x8F\x9F]")]
    private static partial Regex Deleted();

    private static bool HasIdsOfT5(SentencePieceTokenizer pieces) =>
        pieces.Vocabulary.GetValueOrDefault("<pad>", -1) == PaddingId
        && pieces.Vocabulary.GetValueOrDefault("</s>", -1) == EndId
        && pieces.Vocabulary.GetValueOrDefault("<unk>", -1) == UnknownId;
}

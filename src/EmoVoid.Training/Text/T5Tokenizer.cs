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

    /// <summary>Stands for a space, and before every word.</summary>
    private const char Space = '▁';

    private readonly SentencePieceTokenizer pieces;
    private readonly UnigramLattice lattice;
    private readonly SpecialTokens special;

    private T5Tokenizer(SentencePieceTokenizer pieces, UnigramLattice lattice, Dictionary<string, int>? ids = null)
    {
        (this.pieces, this.lattice) = (pieces, lattice);
        special = new SpecialTokens(ids ?? UsualIds(pieces));
    }

    /// <summary>A SentencePiece file does not list the sentinels, whose ids go down from behind the vocabulary.</summary>
    private static Dictionary<string, int> UsualIds(SentencePieceTokenizer pieces)
    {
        var ids = new Dictionary<string, int> { ["<pad>"] = PaddingId, ["</s>"] = EndId, ["<unk>"] = UnknownId };
        var last = pieces.Vocabulary.Values.Max() + Sentinels;
        for (var i = 0; i < Sentinels; i++)
            ids[$"<extra_id_{i}>"] = last - i;
        return ids;
    }

    /// <summary>Every id is smaller: the least number of rows that the adapter's embedding needs.</summary>
    public int IdCount => special.LargestId + 1;

    /// <param name="path">A folder with <c>spiece.model</c> or <c>tokenizer.json</c>, or one of those files itself.</param>
    /// <exception cref="InvalidDataException">The file is missing or damaged; the message names it.</exception>
    public static T5Tokenizer Load(string path)
    {
        var file = TokenizerFiles.T5(path) is [var found] ? found : TokenizerFile.Existing(path, TokenizerFiles.SentencePiece);
        return Path.GetFileName(file) == TokenizerFiles.Json ? LoadJson(file) : Read(file, File.ReadAllBytes(file));
    }

    /// <summary>The library reads SentencePiece's own format alone, so the same pieces and the same map of characters are written in it.</summary>
    private static T5Tokenizer LoadJson(string path)
    {
        var (pieces, characters, special) = TokenizerJson.Read(path, file => (file.Pieces(), file.Characters(), file.Special()));
        var sentinels = special.Where(token => token.Value > UnknownId).Select(token => token.Key).ToHashSet();
        var model = SentencePieceWriter.Write([.. pieces.Index().Where(piece => !sentinels.Contains(piece.Item.Text)).Select(piece => new SentencePiece(piece.Item.Text, piece.Item.Score, TypeOf(piece.Index)))], characters);
        return Read(path, model, special);
    }

    private static PieceType TypeOf(int id) => id switch { UnknownId => PieceType.Unknown, PaddingId or EndId => PieceType.Control, _ => PieceType.Normal };

    private static T5Tokenizer Read(string path, byte[] model, Dictionary<string, int>? special = null)
    {
        try
        {
            SentencePieceModel.Prepare(model);
            var pieces = SentencePieceTokenizer.Create(new MemoryStream(model), addBeginningOfSentence: false, addEndOfSentence: false);
            return HasIdsOfT5(pieces) ? new T5Tokenizer(pieces, new UnigramLattice(SentencePieceModel.PiecesOf(model), UnknownId), special) : throw TokenizerFile.Damaged(path, "<pad>, </s> and <unk> are not its pieces 0, 1 and 2");
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

    /// <summary>The reference looks for the best pieces of each word alone.</summary>
    private static string[] Words(string text) => WithoutControls(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A character may become one with a space in it, and then a word is several.</summary>
    private IEnumerable<int> EncodeWord(string word) =>
        Normalized(word).Split(Space, StringSplitOptions.RemoveEmptyEntries).SelectMany(part => FuseUnknown([.. lattice.Cut(Space + part)]));

    /// <summary>The library tells what it makes of a text beside the tokens alone; its normalizer by itself leaves out the map of characters.</summary>
    private string Normalized(string word)
    {
        pieces.EncodeToTokens(word, out var normalized, addBeginningOfSentence: false, addEndOfSentence: false);
        return normalized ?? word;
    }

    /// <summary>A run of characters that the vocabulary lacks is one unknown piece.</summary>
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

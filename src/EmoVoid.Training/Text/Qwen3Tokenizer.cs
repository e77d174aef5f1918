using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace EmoVoid.Training.Text;

/// <summary>Qwen3's byte-level BPE, as the text encoder was trained with it; no token is added to a text.</summary>
/// <remarks>Source: Qwen3's <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</remarks>
public sealed class Qwen3Tokenizer
{
    /// <summary>What fills a row of ids up to its length.</summary>
    public const string Padding = "<|endoftext|>";

    /// <summary>The tokens that no file lists: their ids follow on the vocabulary's in this order (151643 and up in the real one).</summary>
    private static readonly string[] Special =
    [
        Padding, "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
        "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>",
        "<|file_sep|>", "<tool_response>", "</tool_response>", "<think>", "</think>",
    ];

    private readonly BpeTokenizer bpe;
    private readonly SpecialTokens special;

    private Qwen3Tokenizer(BpeTokenizer bpe, int firstSpecialId)
    {
        this.bpe = bpe;
        special = new SpecialTokens(Special.Index().ToDictionary(token => token.Item, token => firstSpecialId + token.Index));
        PaddingId = firstSpecialId;
    }

    /// <summary>Every id is smaller: the least number of rows that the text encoder's embedding needs.</summary>
    public int IdCount => special.LargestId + 1;

    public int PaddingId { get; }

    /// <param name="folder">Holds <c>vocab.json</c> and <c>merges.txt</c>.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    public static Qwen3Tokenizer Load(string folder)
    {
        var vocabulary = ReadVocabulary(TokenizerFile.Existing(folder, "vocab.json"));
        var merges = TokenizerFile.Existing(folder, "merges.txt");
        var options = new BpeOptions(vocabulary)
        {
            Merges = File.ReadLines(merges).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal)).ToArray(),
            ByteLevel = true,
            PreTokenizer = new Qwen3PreTokenizer(),
        };
        try
        {
            return new Qwen3Tokenizer(BpeTokenizer.Create(options), vocabulary.Values.Max() + 1);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw TokenizerFile.Damaged(merges, $"it does not fit vocab.json beside it ({e.Message})", e);
        }
    }

    public IReadOnlyList<int> Encode(string text)
    {
        var ids = new List<int>();
        foreach (var (piece, id) in special.Split(text))
            if (id is { } specialId)
                ids.Add(specialId);
            else
                ids.AddRange(bpe.EncodeToIds(CanonicalComposition.Nfc(piece), considerPreTokenization: true, considerNormalization: false));
        return ids;
    }

    private static Dictionary<string, int> ReadVocabulary(string path)
    {
        Dictionary<string, int> vocabulary;
        try
        {
            vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (JsonException e)
        {
            throw TokenizerFile.Damaged(path, $"it is not a JSON object of tokens and ids ({e.Message})", e);
        }

        var absent = ByteLevelAlphabet.Symbols.Count(symbol => !vocabulary.ContainsKey(symbol.ToString()));
        if (absent > 0)
            throw TokenizerFile.Damaged(path, $"{absent} of the 256 byte tokens are not in it");
        return vocabulary;
    }
}

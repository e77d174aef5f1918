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

    private Qwen3Tokenizer(BpeTokenizer bpe, IReadOnlyDictionary<string, int> specialIds)
    {
        this.bpe = bpe;
        special = new SpecialTokens(specialIds);
        PaddingId = specialIds[Padding];
    }

    /// <summary>Every id is smaller: the least number of rows that the text encoder's embedding needs.</summary>
    public int IdCount => special.LargestId + 1;

    public int PaddingId { get; }

    /// <param name="path">A folder with <c>vocab.json</c> and <c>merges.txt</c>, or with <c>tokenizer.json</c>, or that file itself.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    public static Qwen3Tokenizer Load(string path) =>
        TokenizerFiles.Qwen3(path) is [var json] ? LoadJson(json) : LoadPair(TokenizerFile.Existing(path, TokenizerFiles.Vocabulary), TokenizerFile.Existing(path, TokenizerFiles.Merges));

    private static Qwen3Tokenizer LoadPair(string vocabularyFile, string mergesFile)
    {
        var vocabulary = ReadVocabulary(vocabularyFile);
        var merges = File.ReadLines(mergesFile).Where(line => line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal));
        var firstSpecialId = vocabulary.Values.Max() + 1;
        return new Qwen3Tokenizer(Bpe(vocabulary, [.. merges], mergesFile), Special.Index().ToDictionary(token => token.Item, token => firstSpecialId + token.Index));
    }

    private static Qwen3Tokenizer LoadJson(string path)
    {
        var (vocabulary, merges, special) = TokenizerJson.Read(path, file => (file.Vocabulary(), file.Merges(), file.Special()));
        CheckBytes(vocabulary, path);
        return special.ContainsKey(Padding)
            ? new Qwen3Tokenizer(Bpe(vocabulary, merges, path), special)
            : throw TokenizerFile.Damaged(path, $"{Padding} is not among its added tokens");
    }

    private static BpeTokenizer Bpe(Dictionary<string, int> vocabulary, string[] merges, string mergesFile)
    {
        try
        {
            return BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = merges, ByteLevel = true, PreTokenizer = new Qwen3PreTokenizer() });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            throw TokenizerFile.Damaged(mergesFile, $"its merges do not fit the vocabulary ({e.Message})", e);
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

        CheckBytes(vocabulary, path);
        return vocabulary;
    }

    private static void CheckBytes(Dictionary<string, int> vocabulary, string path)
    {
        var absent = ByteLevelAlphabet.Symbols.Count(symbol => !vocabulary.ContainsKey(symbol.ToString()));
        if (absent > 0)
            throw TokenizerFile.Damaged(path, $"{absent} of the 256 byte tokens are not in it");
    }
}

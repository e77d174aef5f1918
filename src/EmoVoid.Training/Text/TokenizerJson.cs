using System.Text.Json;

namespace EmoVoid.Training.Text;

/// <summary>A Hugging Face <c>tokenizer.json</c>: of all that it may describe, the vocabulary, the merges, the map of characters and the special tokens.</summary>
/// <remarks>Source: huggingface/tokenizers, the serialisation of <c>Tokenizer</c>. Older files do not name the model's type, which its vocabulary tells.</remarks>
internal sealed class TokenizerJson : IDisposable
{
    private readonly string path;
    private readonly JsonDocument document;

    private TokenizerJson(string path, JsonDocument document) => (this.path, this.document) = (path, document);

    /// <exception cref="InvalidDataException">The file is damaged, or is not a tokenizer; the message names it.</exception>
    public static T Read<T>(string path, Func<TokenizerJson, T> read)
    {
        try
        {
            using var file = new TokenizerJson(path, JsonDocument.Parse(File.ReadAllBytes(path)));
            return read(file);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw TokenizerFile.Damaged(path, $"it is not a tokenizer as Hugging Face writes it ({e.Message})", e);
        }
    }

    /// <summary>Byte-level BPE: tokens with their ids.</summary>
    /// <exception cref="InvalidDataException">The tokenizer is of another kind.</exception>
    public Dictionary<string, int> Vocabulary() => Model("vocab") is { ValueKind: JsonValueKind.Object } vocabulary
        ? vocabulary.EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32())
        : throw TokenizerFile.Damaged(path, "it is a Unigram tokenizer, as T5 has, where Qwen3's BPE was expected");

    /// <summary>Pairs to join, each two tokens and a space; newer files write them as two texts.</summary>
    public string[] Merges() =>
        [.. Model("merges").EnumerateArray().Select(pair => pair.ValueKind == JsonValueKind.String ? pair.GetString()! : $"{pair[0].GetString()} {pair[1].GetString()}")];

    /// <summary>Unigram: pieces with their scores, in the order of their ids.</summary>
    /// <exception cref="InvalidDataException">The tokenizer is of another kind.</exception>
    public IReadOnlyList<(string Text, double Score)> Pieces() => Model("vocab") is { ValueKind: JsonValueKind.Array } vocabulary
        ? [.. vocabulary.EnumerateArray().Select(piece => (piece[0].GetString()!, piece[1].GetDouble()))]
        : throw TokenizerFile.Damaged(path, "it is a BPE tokenizer, as Qwen3 has, where T5's Unigram was expected");

    /// <summary>The normalizer's precompiled map of characters; null when there is none.</summary>
    public byte[]? Characters() =>
        document.RootElement.TryGetProperty("normalizer", out var normalizer) && normalizer.ValueKind == JsonValueKind.Object ? Characters(normalizer) : null;

    /// <summary>Tokens that are looked for before anything else, with their ids.</summary>
    public Dictionary<string, int> Special() =>
        document.RootElement.GetProperty("added_tokens").EnumerateArray().ToDictionary(token => token.GetProperty("content").GetString()!, token => token.GetProperty("id").GetInt32());

    public void Dispose() => document.Dispose();

    private JsonElement Model(string member) => document.RootElement.GetProperty("model").GetProperty(member);

    private static byte[]? Characters(JsonElement normalizer)
    {
        if (normalizer.TryGetProperty("normalizers", out var several))
            return several.EnumerateArray().Select(Characters).FirstOrDefault(map => map is not null);
        return normalizer.TryGetProperty("precompiled_charsmap", out var map) ? map.GetBytesFromBase64() : null;
    }
}

namespace EmoVoid.Contracts.Models;

/// <summary>In which files a tokenizer may come, and which of them are read.</summary>
public static class TokenizerFiles
{
    public const string Json = "tokenizer.json";
    public const string Vocabulary = "vocab.json";
    public const string Merges = "merges.txt";
    public const string SentencePiece = "spiece.model";

    /// <summary>What Qwen3's tokenizer may be found as, for messages.</summary>
    public const string OfQwen3 = "vocab.json with merges.txt, or tokenizer.json";

    /// <summary>What T5's tokenizer may be found as, for messages.</summary>
    public const string OfT5 = "spiece.model, or tokenizer.json";

    /// <summary>The files of Qwen3's tokenizer.</summary>
    /// <param name="path">The folder that they lie in, or a <c>tokenizer.json</c> itself.</param>
    /// <returns>Null when there is none.</returns>
    public static IReadOnlyList<string>? Qwen3(string path) => First(path, [Vocabulary, Merges], [Json]);

    /// <summary>The file of T5's tokenizer.</summary>
    /// <param name="path">The folder that it lies in, or the <c>spiece.model</c> or <c>tokenizer.json</c> itself.</param>
    /// <returns>Null when there is none.</returns>
    public static IReadOnlyList<string>? T5(string path) => First(path, [SentencePiece], [Json]);

    private static List<string>? First(string path, params string[][] choices) =>
        File.Exists(path)
            ? choices.Any(names => names is [var only] && only == Path.GetFileName(path)) ? [path] : null
            : choices.Select(names => names.Select(name => Path.Combine(path, name)).ToList()).FirstOrDefault(files => files.TrueForAll(File.Exists));
}

using System.Text.Json;
using EmoVoid.Testing;
using EmoVoid.Training.Text;

namespace EmoVoid.Goldens.Checks;

/// <summary>Texts with the ids that the reference tokenizers give them; every line must be equal, through every kind of file that is there.</summary>
internal sealed class TokenizersCheck : IGoldenCheck
{
    private const string Folder = "EMOVOID_TOKENIZERS";

    public string Kind => "tokenizers";

    /// <exception cref="GoldenSkippedException">The vocabularies, which are not in the repository, are not on this machine.</exception>
    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        var lines = file.ReadJson().EnumerateArray().ToList();
        var folder = VocabulariesBeside(file.FilePath);
        return Try("qwen", lines, Path.Combine(folder, "qwen3"), [TokenizerFiles.Vocabulary, TokenizerFiles.Json], path => Qwen3Tokenizer.Load(path).Encode)
            .Concat(Try("t5", lines, Path.Combine(folder, "t5"), [TokenizerFiles.SentencePiece, TokenizerFiles.Json], path => T5Tokenizer.Load(path).Encode));
    }

    private static IEnumerable<GoldenResult> Try(string name, List<JsonElement> lines, string folder, string[] files, Func<string, Func<string, IReadOnlyList<int>>> load)
    {
        var there = files.Where(file => File.Exists(Path.Combine(folder, file))).ToList();
        if (there.Count == 0)
            throw new GoldenSkippedException($"{folder} holds neither {string.Join(" nor ", files)}");
        foreach (var file in there)
        {
            // Two files make one tokenizer, and are found in their folder.
            var encode = load(file == TokenizerFiles.Vocabulary ? folder : Path.Combine(folder, file));
            var wrong = lines.Where(line => !encode(line.GetProperty("text").GetString()!).SequenceEqual(line.GetProperty(name).EnumerateArray().Select(id => id.GetInt32()))).ToList();
            yield return new GoldenResult($"{name} ({file}), texts that differ, of {lines.Count}", wrong.Count, 0, wrong.Count == 0 ? null : $"the first: {wrong[0].GetProperty("text")}");
        }
    }

    private static string VocabulariesBeside(string golden)
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } chosen)
            return chosen;
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(golden))!, "..", "tokenizers");
        return Directory.Exists(beside) ? beside
            : Repository.Shared("tokenizers") ?? throw new GoldenSkippedException($"the vocabularies of Qwen3 and T5 are not on this machine; {Folder} names their folder");
    }
}

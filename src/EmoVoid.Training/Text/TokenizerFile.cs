namespace EmoVoid.Training.Text;

/// <summary>One way to say that a tokenizer's file is missing or damaged.</summary>
internal static class TokenizerFile
{
    public static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new InvalidDataException($"{path} is missing: {WayOut}.");
    }

    public static InvalidDataException Damaged(string path, string problem, Exception? inner = null) =>
        new($"{path} is damaged: {problem}: {WayOut}.", inner);

    private const string WayOut = $"copy it again from the model's own tokenizer files (Qwen3: {TokenizerFiles.OfQwen3}; T5: {TokenizerFiles.OfT5})";
}

namespace EmoVoid.Training.Data.Caching;

/// <summary>A file that is there whole or not at all, whoever is killed meanwhile.</summary>
internal static class AtomicFile
{
    public static void WriteAllText(string path, string text)
    {
        // Of its own name: two trainers may write the same file at the same time.
        var partial = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(partial, text);
        File.Move(partial, path, overwrite: true);
    }
}

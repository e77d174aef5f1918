namespace EmoVoid.Daemon.Demo;

/// <summary>The little data set that is shipped beside the daemon.</summary>
internal static class DemoDataset
{
    public const string Name = "demo";

    private const string Sidecar = "emovoid.toml";

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "demo");

    /// <summary>Copies it as a person would: the pictures with their captions, and the sidecar, which says that all are there, at the end.</summary>
    /// <returns>How many pictures it has.</returns>
    public static int CopyTo(string folder)
    {
        var files = Directory.GetFiles(Shipped).OrderBy(file => Path.GetFileName(file) == Sidecar).ToList();
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return files.Count(file => Path.GetExtension(file) is not (".txt" or ".toml" or ".md"));
    }
}

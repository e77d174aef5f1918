namespace EmoVoid.Testing;

/// <summary>Data sets as users put them down.</summary>
public static class Pictures
{
    /// <summary>Pictures of several sizes, a caption beside each, and the sidecar at the end: it says that all are there.</summary>
    public static void WriteDataset(string folder, int pictures, string sidecar)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < pictures; i++)
        {
            TinyPng.Write(Path.Combine(folder, $"{i:00}.png"), 96 + 16 * (i % 4), 96 + 16 * (i % 3), phase: i);
            File.WriteAllText(Path.Combine(folder, $"{i:00}.txt"), $"zenigata, soft colour waves, number {i}");
        }
        File.WriteAllText(Path.Combine(folder, "emovoid.toml"), sidecar);
    }
}

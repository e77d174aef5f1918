namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Where the nodes have what this machine has.</summary>
/// <param name="paths">By path here, the path there.</param>
internal sealed class PathMap(IReadOnlyDictionary<string, string> paths)
{
    // The longest first: a folder in a folder may lie elsewhere.
    private readonly List<(string Here, string There)> _pairs =
        [.. paths.Select(pair => (Here: Tidy(pair.Key), There: Tidy(pair.Value))).OrderByDescending(pair => pair.Here.Length)];

    public bool IsEmpty => _pairs.Count == 0;

    public string There(string path)
    {
        foreach (var (here, there) in _pairs)
            if (path == here)
                return there;
            else if (path.StartsWith(here + "/", StringComparison.Ordinal))
                return there + path[here.Length..];
        return path;
    }

    private static string Tidy(string path) => Path.TrimEndingDirectorySeparator(path);
}

namespace EmoVoid.Testing;

/// <summary>The clone that the tests run from.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    /// <summary>The folder of <c>EmoVoid.Daemon.sln</c>.</summary>
    public static string Root => Found.Value;

    /// <summary>A path in the clone.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>A path in the reference material beside the clone, or null where there is none, as on a user's machine.</summary>
    public static string? Shared(params string[] parts)
    {
        var path = System.IO.Path.Combine([Root, "..", "shared", .. parts]);
        return System.IO.Path.Exists(path) ? System.IO.Path.GetFullPath(path) : null;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "EmoVoid.Daemon.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"EmoVoid.Daemon.sln was not found above {AppContext.BaseDirectory}");
    }
}

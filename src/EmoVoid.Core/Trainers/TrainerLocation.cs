namespace EmoVoid.Core.Trainers;

/// <summary>Where the trainer's program is.</summary>
public static class TrainerLocation
{
    private const string Program = "EmoVoid.Trainer";

    /// <summary>The configured program; else <c>trainer/</c> beside the daemon, as published; else the build output of a clone.</summary>
    /// <exception cref="FileNotFoundException">No such file; the message lists where it was looked for.</exception>
    public static string Find(string? configured) => Find(configured, AppContext.BaseDirectory);

    internal static string Find(string? configured, string daemonFolder)
    {
        var places = configured is null ? Places(daemonFolder) : [Path.GetFullPath(configured)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"the trainer was not found at {string.Join(" or ", places)}; set EmoVoid:TrainerPath to its program");
    }

    private static string[] Places(string daemonFolder)
    {
        // artifacts/bin/EmoVoid.Daemon/debug/ lies beside artifacts/bin/EmoVoid.Trainer/debug/
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(daemonFolder));
        return
        [
            Path.Combine(daemonFolder, "trainer", Program),
            Path.GetFullPath(Path.Combine(daemonFolder, "..", "..", Program, configuration, Program)),
        ];
    }
}

using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>The programs as they were built with these tests.</summary>
internal static class Binaries
{
    /// <summary><c>debug</c> or <c>release</c>, as in artifacts/bin/EmoVoid.EndToEnd/debug.</summary>
    private static readonly string Configuration = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    public static string DaemonFolder => Repository.Path("artifacts", "bin", "EmoVoid.Daemon", Configuration);

    public static string Daemon => System.IO.Path.Combine(DaemonFolder, "emovoidd");

    public static string Trainer => Repository.Path("artifacts", "bin", "EmoVoid.Trainer", Configuration, "EmoVoid.Trainer");
}

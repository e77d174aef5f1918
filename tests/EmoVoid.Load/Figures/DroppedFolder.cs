using System.Diagnostics;
using EmoVoid.Load.Daemons;
using EmoVoid.Testing;

namespace EmoVoid.Load.Figures;

/// <summary>How soon a folder of 50 pictures is seen, and judged.</summary>
internal static class DroppedFolder
{
    private const string Name = "fifty";
    private const int Pictures = 50, Side = 640;

    /// <summary>As the daemon waits by default for a folder to be whole.</summary>
    private const double Settle = 5;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    public static async Task Measure(DaemonProcess daemon, Scoreboard board)
    {
        var made = Path.Combine(daemon.State, "uploads", Name); // of the same file system: it comes whole, by one rename
        Directory.CreateDirectory(made);
        for (var i = 0; i < Pictures; i++)
        {
            TinyPng.Write(Path.Combine(made, $"{i:00}.png"), Side, Side, phase: i);
            await File.WriteAllTextAsync(Path.Combine(made, $"{i:00}.txt"), $"zenigata, picture {i}");
        }

        await File.WriteAllTextAsync(Path.Combine(made, "emovoid.toml"), "[train]\nsteps = 100000\n[sample]\ncount = 0\n");
        var clock = Stopwatch.StartNew();
        Directory.Move(made, Path.Combine(daemon.State, "inbox", Name));
        await daemon.Until(async () => (await daemon.Get("/api/v1/inbox")).ToJsonString().Contains(Name, StringComparison.Ordinal), LookEvery, "the folder in the inbox");
        var seen = clock.Elapsed.TotalSeconds;
        await daemon.Until(async () => (int)(await daemon.Get("/api/v1/runs"))["total"]! > 0, LookEvery, "the verdict");
        var judged = clock.Elapsed.TotalSeconds;
        board.Judge($"a dropped folder of {Pictures} pictures is seen", seen <= 1, $"{seen:0.00} s", "1 s");
        board.Judge("and judged", judged <= Settle + 2, $"{judged:0.00} s, {Settle:0} s of it settling", "settle time + 2 s");
    }
}

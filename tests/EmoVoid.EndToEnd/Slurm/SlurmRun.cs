using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>What these tests ask of a run again and again.</summary>
internal static class SlurmRun
{
    public const string Sidecar = "[train]\nsteps = 10\n[sample]\ncount = 0\n";

    public static Predicate<JsonNode> Is(string state) => now => now.Text("state") == state;

    /// <summary>Why it waits; empty when it does not.</summary>
    public static string Waits(JsonNode run) => run["queue"]?["waits"]?.Text("why") ?? "";

    /// <summary>Lets the stand-in of a run go on whose name ends in -long.</summary>
    public static void Go(DaemonRunner daemon, string run) => File.WriteAllText(daemon.Path("work", run, "go"), "");

    public static async Task<string> Warnings(DaemonRunner daemon) => string.Join('\n', (await daemon.Http.GetJson("/api/v1/health"))["warnings"]!.AsArray().Select(one => (string)one!));
}

using System.Text.Json.Nodes;
using EmoVoid.Load.Daemons;
using EmoVoid.Testing;

namespace EmoVoid.Load.Figures;

/// <summary>A run that really trains anima-nano, for as long as something is measured.</summary>
internal static class RealTraining
{
    private const string Name = "at-work";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <returns>The run's id, once it takes steps.</returns>
    public static async Task<string> Begin(DaemonProcess daemon)
    {
        Pictures.WriteDataset(
            Path.Combine(daemon.State, "inbox", Name), 8, "[train]\nsteps = 1000000\nsave_every = 500\nresolution = 128\n[schedule]\npriority = 10\n[sample]\ncount = 0\n");
        JsonNode? run = null;
        await daemon.Until(
            async () => (run = (await daemon.Get($"/api/v1/runs?q={Name}"))["items"]!.AsArray().FirstOrDefault(one => (int)one!["progress"]!["step"]! > 20)) is not null,
            LookEvery, "a run that trains");
        return (string)run!["id"]!;
    }

    /// <summary>Takes it out of the state, which may serve again.</summary>
    public static async Task End(DaemonProcess daemon, string run)
    {
        using var asked = await daemon.Http.PostAsync(new Uri($"/api/v1/runs/{run}/cancel", UriKind.Relative), null);
        asked.EnsureSuccessStatusCode();
        await daemon.Until(async () => (string?)(await daemon.Get($"/api/v1/runs/{run}"))["state"] == "cancelled", LookEvery, "the end of the run that trains");
        using var deleted = await daemon.Http.DeleteAsync(new Uri($"/api/v1/runs/{run}", UriKind.Relative));
        deleted.EnsureSuccessStatusCode();
    }
}

using System.Diagnostics;
using System.Globalization;
using EmoVoid.Load.Daemons;
using EmoVoid.Testing;

namespace EmoVoid.Load.Simulation;

/// <summary>How fast folders of one picture become runs, while nothing is trained.</summary>
internal static class IntakeRate
{
    private const int Together = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <returns>Runs a second.</returns>
    public static async Task<double> Measure(TimeSpan length, Scoreboard board)
    {
        board.Heading("Intake");
        using var state = new TemporaryFolder();
        await using var daemon = await DaemonProcess.Start(state.Path, RunsADay.Settings);
        using var held = await daemon.Http.PostAsync(new Uri("/api/v1/queue/hold", UriKind.Relative), null);
        held.EnsureSuccessStatusCode();
        var (clock, made) = (Stopwatch.StartNew(), 0);
        while (clock.Elapsed < length)
        {
            for (var i = 0; i < Together; i++)
                Pictures.WriteDataset(Path.Combine(state.Path, "inbox", string.Create(CultureInfo.InvariantCulture, $"folder-{made++:000000}")), 1, "[sample]\ncount = 0\n");
            await daemon.Until(async () => (int)(await daemon.Get("/api/v1/runs?limit=1"))["total"]! == made, LookEvery, "the runs of the folders");
        }

        var rate = made / clock.Elapsed.TotalSeconds;
        board.Tell($"{Together} folders of a picture together, again and again", $"measured {rate:0.0} a second over {made} folders, {Consumption.ProcessorSecondsOf(daemon.Id) / made * 1000:0} ms of a core each");
        return rate;
    }
}

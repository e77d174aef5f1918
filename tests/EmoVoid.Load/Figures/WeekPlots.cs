using System.Diagnostics;
using EmoVoid.Load.Daemons;
using EmoVoid.Load.States;

namespace EmoVoid.Load.Figures;

/// <summary>What belongs to a whole week of steps: its plot, and the advice.</summary>
internal static class WeekPlots
{
    private const int Times = 7;

    public static async Task Measure(DaemonProcess daemon, int steps, Scoreboard board)
    {
        foreach (var (what, route) in new[] { ("as SVG", "plot.svg"), ("as PNG", "plot.png") })
        {
            var (first, warm) = await TimesOf(daemon, route);
            board.Judge($"{steps:N0} steps plotted {what}", first <= 300 && warm.Max <= 300, $"first {first:0} ms; then {warm}", "300 ms");
        }

        foreach (var (what, route) in new[] { ("advice", "recommendation"), ("what-if", "recommendation?stop_loss=0.05"), ("500 points", "metrics?points=500") })
        {
            var (first, warm) = await TimesOf(daemon, route);
            board.Tell($"of these, {what}", $"first {first:0} ms; then {warm}");
        }

        board.Tell("memory of the daemon after it", $"{Consumption.ResidentOf(daemon.Id) / 1e6:0} MB resident");
    }

    private static async Task<(double First, Percentiles Warm)> TimesOf(DaemonProcess daemon, string route)
    {
        var times = new List<double>();
        for (var i = 0; i <= Times; i++)
        {
            var clock = Stopwatch.StartNew();
            _ = await daemon.Http.GetByteArrayAsync(new Uri($"/api/v1/runs/{RecordedState.Week}/{route}", UriKind.Relative));
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return (times[0], Percentiles.Of(times.Skip(1)));
    }
}

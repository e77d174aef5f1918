using System.Diagnostics;
using EmoVoid.Load.Daemons;
using EmoVoid.Load.States;

namespace EmoVoid.Load.Figures;

/// <summary>What belongs to a whole week of steps: its plot, and the advice.</summary>
internal static class WeekPlots
{
    private const int Times = 7, Goal = 300;

    /// <summary>A burst of work counts as over after two looks of the daemon, ten seconds apart.</summary>
    private static readonly TimeSpan GivesBackWithin = TimeSpan.FromSeconds(30);

    public static async Task Measure(DaemonProcess daemon, int steps, Scoreboard board)
    {
        foreach (var (what, route) in new[] { ("as SVG", "plot.svg"), ("as PNG", "plot.png") })
        {
            var taken = await TimesOf(daemon, route);
            board.Judge($"{steps:N0} steps plotted {what}", taken.First <= Goal && taken.Warm.Max <= Goal, $"{taken}", "300 ms");
        }

        foreach (var (what, route) in new[] { ("advice", "recommendation"), ("what-if", "recommendation?stop_loss=0.05"), ("500 points", "metrics?points=500") })
        {
            board.Tell($"of these, {what}", $"{await TimesOf(daemon, route)}");
        }

        var after = Consumption.ResidentOf(daemon.Id);
        await Task.Delay(GivesBackWithin, TimeProvider.System);
        board.Tell("memory of the daemon after it", $"{after / 1e6:0} MB resident, and {Consumption.ResidentOf(daemon.Id) / 1e6:0} MB {GivesBackWithin.TotalSeconds:0} s later");
    }

    private static async Task<Taken> TimesOf(DaemonProcess daemon, string route)
    {
        var (times, processor) = (new List<double>(), 0.0);
        for (var i = 0; i <= Times; i++)
        {
            if (i == 1)
                processor = Consumption.ProcessorSecondsOf(daemon.Id);
            var clock = Stopwatch.StartNew();
            _ = await daemon.Http.GetByteArrayAsync(new Uri($"/api/v1/runs/{RecordedState.Week}/{route}", UriKind.Relative));
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        return new Taken(times[0], Percentiles.Of(times.Skip(1)), (Consumption.ProcessorSecondsOf(daemon.Id) - processor) / Times * 1000);
    }

    /// <param name="First">The first time after the daemon's start.</param>
    /// <param name="Processor">Of the later ones, each: what a machine with nothing else to do would take.</param>
    private sealed record Taken(double First, Percentiles Warm, double Processor)
    {
        public override string ToString() => Scoreboard.Text($"first {First:0} ms; then {Warm}; {Processor:0} ms of a core each");
    }
}

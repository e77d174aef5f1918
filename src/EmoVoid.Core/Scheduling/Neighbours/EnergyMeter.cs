using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Neighbours;

/// <summary>
/// Adds up what a run's GPU takes while the run is at work. nvidia-smi tells power alone and no counter of energy, so this is the area under its
/// readings of the power, every <see cref="SchedulingOptions.LookEvery"/>: the whole card's, what it takes at rest included, and nothing of the
/// rest of the machine.
/// </summary>
internal sealed class EnergyMeter(
    RunStore runs, QueueStore queue, RunFeed feed, IGpuStatus gpus, IOptions<SchedulingOptions> options, TimeProvider time, ILogger<EnergyMeter> log) : BackgroundService
{
    private const double SecondsOfHour = 3600;

    private readonly Dictionary<string, Reading> _readings = [];
    private bool _isAtWork;

    /// <summary>Over a longer time without a reading nothing is made up: the machine slept, or the driver hung.</summary>
    private TimeSpan LongestGap => 4 * options.Value.LookEvery;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryMeasure();
            using var next = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var moved = UntilMoved(subscription, next.Token);
            await Task.WhenAny(moved, Task.Delay(_isAtWork ? options.Value.LookEvery : Timeout.InfiniteTimeSpan, time, next.Token));
            await next.CancelAsync();
            await moved.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task Measure()
    {
        var working = queue.AtWork().Where(run => run.Executor == LocalExecutor.LocalName && run.Place?.StartsWith("cuda", StringComparison.Ordinal) is true).ToList();
        _isAtWork = working.Count > 0;
        var look = _isAtWork ? await gpus.Look() : gpus.Last;
        foreach (var run in working)
            if (GpuOrder.Find(run.Place, look.Known)?.Watts is { } watts)
                Read(run.Id, watts, look.At!.Value);
        foreach (var left in _readings.Keys.Except(working.Select(run => run.Id)).ToList())
            End(left);
    }

    private void Read(string run, double watts, DateTimeOffset at)
    {
        if (!_readings.TryGetValue(run, out var before))
            _readings[run] = new Reading(time.GetUtcNow(), watts); // the answer may be older than the run's start
        else if (at > before.At)
        {
            Add(run, (before.Watts + watts) / 2, at - before.At);
            _readings[run] = new Reading(at, watts);
        }
    }

    private void End(string run)
    {
        _readings.Remove(run, out var last);
        Add(run, last!.Watts, time.GetUtcNow() - last.At);
    }

    private void Add(string run, double watts, TimeSpan over)
    {
        if (over > TimeSpan.Zero && over <= LongestGap && runs.Find(run) is { } now)
            runs.Set(run, new RunColumns().EnergyWh((now.EnergyWh ?? 0) + (watts * over.TotalSeconds / SecondsOfHour)));
    }

    private static async Task UntilMoved(RunFeed.Subscription subscription, CancellationToken cancel)
    {
        await foreach (var news in subscription.News.ReadAllAsync(cancel))
            if (news is RunMoved)
                return;
    }

    private async Task TryMeasure()
    {
        try
        {
            await Measure();
        }
#pragma warning disable CA1031 // A database that is busy or full costs a reading, never the daemon.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.EnergyUnread(e);
        }
    }

    private sealed record Reading(DateTimeOffset At, double Watts);
}

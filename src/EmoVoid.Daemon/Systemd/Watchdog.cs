using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Systemd;

/// <summary>Tells systemd twice per interval that the daemon is alive: its timers fire, its database answers, and its queue is looked at.</summary>
/// <param name="interval">After this long without a word systemd restarts the daemon.</param>
internal sealed class Watchdog(TimeSpan interval, ISystemdNotifier systemd, RunStore runs, QueueView queue, IOptions<SchedulingOptions> scheduling, TimeProvider time, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval / 2, time);
        do
            if (DatabaseAnswers() && QueueIsLookedAt())
                systemd.Notify(Alive);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The regular look may be late by so many of its intervals on a busy machine; then something holds it.</summary>
    private const int LateLooks = 8;

    private bool QueueIsLookedAt()
    {
        var late = LateLooks * scheduling.Value.LookEvery;
        if (queue.LookedAt is not { } looked || time.GetUtcNow() - looked < (late > interval ? late : interval))
            return true;
        log.QueueStands(looked);
        return false;
    }

    private bool DatabaseAnswers()
    {
        try
        {
            return runs.Count() >= 0;
        }
        catch (SqliteException e)
        {
            log.DatabaseSilent(e);
            return false;
        }
    }
}

using EmoVoid.Core.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting.Systemd;

namespace EmoVoid.Daemon.Systemd;

/// <summary>Tells systemd twice per interval that the daemon is alive: that its timers fire and its database answers.</summary>
/// <param name="interval">After this long without a word systemd restarts the daemon.</param>
internal sealed class Watchdog(TimeSpan interval, ISystemdNotifier systemd, RunStore runs, TimeProvider time, ILogger<Watchdog> log) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval / 2, time);
        do
            if (DatabaseAnswers())
                systemd.Notify(Alive);
        while (await timer.WaitForNextTickAsync(stoppingToken));
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

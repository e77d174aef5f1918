using Microsoft.Extensions.Hosting.Systemd;

namespace EmoVoid.Daemon.Systemd;

/// <summary>Tells systemd twice per interval that the daemon is alive: that its timers fire and its database answers.</summary>
/// <param name="interval">After this long without a word systemd restarts the daemon.</param>
internal sealed class Watchdog(TimeSpan interval, ISystemdNotifier systemd, Health health, TimeProvider time) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval / 2, time);
        do
            if (health.IsAlive())
                systemd.Notify(Alive);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace EmoVoid.Daemon.Systemd;

/// <summary>Talks to systemd where there is one: READY, STOPPING (Microsoft's lifetime says both), STATUS and the watchdog.</summary>
internal static class SystemdService
{
    public static void AddSystemdService(this WebApplicationBuilder builder)
    {
        builder.Services.AddSystemd();
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 })
            return;
        // Microsoft's check wants systemd for a parent; a socket to speak to is reason enough (a container, a wrapper, a test).
        if (!SystemdHelpers.IsSystemdService())
            builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>().AddSingleton<IHostLifetime, SystemdLifetime>();
        builder.Services.AddHostedService<StatusLine>();
        if (WatchdogInterval() is { } interval)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<Watchdog>(services, interval));
    }

    /// <summary>What the unit's <c>WatchdogSec=</c> asks for, when it is this process that it asks.</summary>
    private static TimeSpan? WatchdogInterval()
    {
        var pid = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        var isForUs = string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isForUs && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}

using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Metrics;
using EmoVoid.Daemon.Security;
using EmoVoid.Daemon.Systemd;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Puts the daemon together.</summary>
internal static class DaemonApp
{
    /// <exception cref="CannotStartException">The configuration is wrong, or cannot be served safely.</exception>
    public static WebApplication Build(ServeSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddDaemonConfiguration(settings);
        var started = false;
        builder.AddDaemonLogging(() => started);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var state = new StateFolder(settings.StateFolder);
        builder.AddAccessControl();
        builder.AddApi();
        builder.Services.AddDaemon(state, builder.Configuration);
        builder.AddMetrics();
        builder.AddPatience();
        builder.AddSystemdService();
        var app = builder.Build();
        SettingMistakes.Refuse(SettingMistakes.Of(app.Services));
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        return app.UseApi();
    }

    // The host waits for the trainer's last checkpoint, and a little longer.
    private static void AddPatience(this WebApplicationBuilder builder) => builder.Services.AddOptions<HostOptions>().Configure<IOptions<SchedulingOptions>>(
        (host, scheduling) => host.ShutdownTimeout = scheduling.Value.StopTimeout + TimeSpan.FromSeconds(30));
}

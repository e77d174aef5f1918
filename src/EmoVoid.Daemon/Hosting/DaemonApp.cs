using EmoVoid.Core.States;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Security;
using EmoVoid.Daemon.Systemd;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Puts the daemon together.</summary>
internal static class DaemonApp
{
    /// <exception cref="CannotStartException">The configuration is wrong, or cannot be served safely.</exception>
    public static WebApplication Build(ServeSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.AddDaemonConfiguration(settings);
        var started = false;
        builder.AddDaemonLogging(() => started);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddAccessControl();
        builder.AddApi();
        builder.AddCore(new StateFolder(settings.StateFolder));
        builder.AddSystemdService();
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        return app.UseApi();
    }
}

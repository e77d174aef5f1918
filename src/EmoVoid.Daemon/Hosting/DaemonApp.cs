using EmoVoid.Daemon.OpenApi;
using EmoVoid.Daemon.Security;
using EmoVoid.Daemon.Systemd;
using FastEndpoints;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Puts the daemon together.</summary>
internal static class DaemonApp
{
    /// <exception cref="CannotStartException">The configuration cannot be served safely.</exception>
    public static WebApplication Build(ServeSettings settings, Action<ILoggingBuilder>? logging = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.AddDaemonConfiguration(settings);
        builder.AddDaemonLogging(logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddListening(settings);
        builder.AddSystemdService();
        builder.AddAccessControl();
        builder.AddApi();
        return builder.Build().UseApi();
    }
}

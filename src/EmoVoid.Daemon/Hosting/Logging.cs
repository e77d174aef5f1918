using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Lines on standard output: with journald's levels under systemd, with times elsewhere.</summary>
internal static class Logging
{
    /// <param name="started">
    /// Whether the host is up. Until then its own error with a stack trace stays unsaid: why a daemon does not start is told in one sentence.
    /// </param>
    public static void AddDaemonLogging(this WebApplicationBuilder builder, Func<bool> started)
    {
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && started());
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        // Its debug messages quote a malformed request line as it came, with the key that may be in it. After the configuration, which must not undo this.
        builder.Logging.AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information);
        if (SystemdHelpers.IsSystemdService())
            builder.Logging.AddSystemdConsole();
        else
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Default;
                console.TimestampFormat = "HH:mm:ss ";
            });
    }
}

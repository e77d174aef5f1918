using Microsoft.Extensions.Configuration.Json;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Where settings come from: <c>emovoid.json</c> in the state folder, then the environment, then the command line; the later one wins.</summary>
internal static class Configuration
{
    public const string FileName = "emovoid.json";

    public static void AddDaemonConfiguration(this WebApplicationBuilder builder, ServeSettings settings)
    {
        builder.Configuration
            .AddInMemoryCollection([new("Urls", ServeSettings.DefaultUrls), new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")])
            .AddJsonFile(Path.Combine(settings.StateFolder, FileName), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(settings.Configuration);
        if (settings.Urls is { } urls)
            builder.Configuration["Urls"] = urls;
    }
}

namespace EmoVoid.Daemon.Hosting;

/// <summary>Where settings come from: <c>emovoid.json</c> in the state folder, then the environment, then the command line; the later one wins.</summary>
internal static class Configuration
{
    public const string FileName = "emovoid.json";

    // The libraries' own talk at start and at every request is not what a person reads the log for.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Urls"] = ServeSettings.DefaultUrls,
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Quartz"] = "Warning",
        ["Logging:LogLevel:FastEndpoints"] = "Warning",
    };

    public static void AddDaemonConfiguration(this WebApplicationBuilder builder, ServeSettings settings)
    {
        builder.Configuration
            .AddInMemoryCollection(Defaults)
            .AddJsonFile(Path.Combine(settings.StateFolder, FileName), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(settings.Configuration);
        if (settings.Urls is { } urls)
            builder.Configuration["Urls"] = urls;
    }
}

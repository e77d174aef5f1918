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

    /// <exception cref="CannotStartException">The file is not JSON.</exception>
    public static void AddDaemonConfiguration(this IConfigurationManager configuration, ServeSettings settings)
    {
        var file = Path.Combine(settings.StateFolder, FileName);
        try
        {
            configuration.AddSources(file, settings);
        }
        catch (InvalidDataException e)
        {
            throw new CannotStartException($"{file} cannot be read: {(e.InnerException ?? e).Message}");
        }
        if (settings.Urls is { } urls)
            configuration["Urls"] = urls;
    }

    private static void AddSources(this IConfigurationManager configuration, string file, ServeSettings settings) =>
        configuration
            .AddInMemoryCollection(Defaults)
            .AddJsonFile(file, optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(settings.Configuration);
}

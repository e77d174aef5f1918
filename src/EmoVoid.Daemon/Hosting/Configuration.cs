using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace EmoVoid.Daemon.Hosting;

/// <summary>
/// Where settings come from: the file of the machine, then <c>emovoid.json</c> in the state folder, then the environment, then the command line;
/// the later one wins.
/// </summary>
internal static class Configuration
{
    public const string FileName = "emovoid.json";

    /// <summary>Of all settings but the addresses and the log levels.</summary>
    public const string Section = "EmoVoid";

    // The libraries' own talk at start and at every request is not what a person reads the log for.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Urls"] = ServeSettings.DefaultUrls,
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Quartz"] = "Warning",
        ["Logging:LogLevel:FastEndpoints"] = "Warning",
    };

    /// <exception cref="CannotStartException">A file is not JSON, or one that somebody named cannot be read.</exception>
    public static void AddDaemonConfiguration(this IConfigurationManager configuration, ServeSettings settings)
    {
        configuration.AddInMemoryCollection(Defaults);
        if (settings.MachineFile is { Path: { } machine, IsOwed: var isOwed } && (isOwed || MayRead(machine)))
            configuration.AddFile(machine, isOwed);
        configuration.AddFile(settings.StateFile, isOwed: false);
        configuration
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(settings.Urls is { } urls ? [.. settings.Configuration, $"--Urls={urls}"] : settings.Configuration);
    }

    private static void AddFile(this IConfigurationManager configuration, string file, bool isOwed)
    {
        // Who uses a folder says what is wrong with it.
        var folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder))
            return;
        // .NET's own way would not see a file whose name begins with a dot.
        var source = new JsonConfigurationSource { FileProvider = new PhysicalFileProvider(folder, ExclusionFilters.None), Path = Path.GetFileName(file), Optional = true };
        try
        {
            configuration.Add(source);
        }
        catch (InvalidDataException e)
        {
            throw new CannotStartException($"{file} cannot be read: {(e.InnerException ?? e).Message}");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CannotStartException($"the configuration file {file} may not be read by {Account.CurrentName}", cause: isOwed ? null : e);
        }
    }

    public static bool MayRead(string file)
    {
        try
        {
            using var _ = File.OpenRead(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

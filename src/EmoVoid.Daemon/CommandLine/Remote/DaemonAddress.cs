using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>Where a running daemon is, and the key it asks for.</summary>
internal sealed record DaemonAddress(Uri Url, string? Key)
{
    public const string KeyVariable = "EMOVOID_API_KEY";

    /// <summary>What is not said on the command line is taken from the environment, and then from the configuration of the daemon of these settings.</summary>
    public static DaemonAddress Of(string? url, string? key, ServeSettings settings)
    {
        var configuration = Read(settings);
        var text = url ?? Reachable(configuration?["Urls"] ?? ServeSettings.DefaultUrls);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CommandFailedException($"'{text}' is not an address; write it as {ServeSettings.DefaultUrls}", CommandFailedException.Refused);
        return new DaemonAddress(address, key ?? Variable() ?? Given(configuration?["EmoVoid:ApiKey"]));
    }

    /// <summary>The first address of a list; one that means every network card is asked on this machine.</summary>
    internal static string Reachable(string urls)
    {
        var first = BindingAddress.Parse(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]);
        var host = first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : first.Host;
        return FormattableString.Invariant($"{first.Scheme}://{host}:{first.Port}");
    }

    /// <returns>Null when the file belongs to a service and this user may not read it.</returns>
    private static ConfigurationManager? Read(ServeSettings settings)
    {
        var configuration = new ConfigurationManager();
        try
        {
            configuration.AddDaemonConfiguration(settings);
            return configuration;
        }
        catch (CannotStartException e) when (e.InnerException is UnauthorizedAccessException)
        {
            configuration.Dispose();
            return null;
        }
    }

    private static string? Variable() => Given(Environment.GetEnvironmentVariable(KeyVariable));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

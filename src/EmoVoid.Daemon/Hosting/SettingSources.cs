using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace EmoVoid.Daemon.Hosting;

/// <summary>Where the value of a setting comes from.</summary>
internal sealed class SettingSources(IConfigurationRoot configuration)
{
    public const string Default = "default";

    /// <summary>Sources in which a person wrote: the files and the command line. The environment is full of other programs' words.</summary>
    public IEnumerable<IConfigurationProvider> Written => configuration.Providers.Where(provider => provider is FileConfigurationProvider or CommandLineConfigurationProvider);

    /// <summary>In words: a file, the environment, the command line or the default; of a key with others below it, that of one of these.</summary>
    public string Of(string key) => configuration.Providers.Reverse().FirstOrDefault(provider => Has(provider, key)) is { } source ? Words(source) : Default;

    public static string Words(IConfigurationProvider provider) => provider switch
    {
        FileConfigurationProvider { Source: { Path: { } path } source } => source.FileProvider?.GetFileInfo(path).PhysicalPath ?? path,
        EnvironmentVariablesConfigurationProvider => "the environment",
        CommandLineConfigurationProvider => "the command line",
        _ => Default,
    };

    private static bool Has(IConfigurationProvider provider, string key) => provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any();
}

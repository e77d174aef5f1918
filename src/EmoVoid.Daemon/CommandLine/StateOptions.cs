using System.CommandLine;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>The options that say whose daemon is meant: where it keeps everything, and the configuration of the machine.</summary>
internal static class StateOptions
{
    public static Option<DirectoryInfo?> State { get; } = new("--state")
    {
        Description = "Folder for all that the daemon keeps: inbox, output, failed, models, database, emovoid.json. "
            + $"Default: {DefaultStateFolder.OfService} for root and the service, when it is there, else $XDG_STATE_HOME/emovoid or ~/.local/state/emovoid",
        HelpName = "DIR",
    };

    public static Option<FileInfo?> Config { get; } = new("--config")
    {
        Description = "Configuration file of the machine; emovoid.json in the state folder, the environment and the command line go before it. "
            + $"Default: {MachineFile.DefaultPath}, when it is there and may be read",
        HelpName = "FILE",
    };

    /// <param name="folder">Where the state folder is not named by <c>--state</c>.</param>
    public static ServeSettings SettingsOf(ParseResult parsed, Option<DirectoryInfo?>? folder = null) => new(parsed.GetValue(folder ?? State)?.FullName ?? DefaultStateFolder.Choose())
    {
        MachineFile = MachineFile.Of(parsed.GetValue(Config)?.FullName),
    };

    /// <summary>For commands that open or write what is in the state folder: root becomes the folder's owner first (<see cref="StateOwner"/>).</summary>
    public static ServeSettings OwnSettings(ParseResult parsed)
    {
        var settings = SettingsOf(parsed);
        StateOwner.Become(settings.StateFolder);
        return settings;
    }
}

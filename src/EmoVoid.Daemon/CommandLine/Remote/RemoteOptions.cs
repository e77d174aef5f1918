using System.CommandLine;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>The options of every command that is asked of a running daemon.</summary>
internal sealed class RemoteOptions
{
    private static readonly Option<string?> Url = new("--url") { Description = "Where the daemon is. Default: where the configuration in its state folder says", HelpName = "URL" };

    private static readonly Option<string?> Key = new("--key") { Description = "Its key. Default: EMOVOID_API_KEY of the environment, then the configuration's", HelpName = "KEY" };

    private static readonly Option<bool> Json = new("--json") { Description = "The daemon's answer as JSON, for programs" };

    private const string FolderName = "--state-folder";

    private readonly Option<DirectoryInfo?> _folder;

    /// <param name="folder">The names of the option that says which state folder is the daemon's.</param>
    private RemoteOptions(string[] folder) =>
        _folder = new Option<DirectoryInfo?>(folder[0], folder[1..]) { Description = "The daemon's state folder, whose configuration says where it is", HelpName = "DIR" };

    /// <summary>Makes a command; what it asks of the daemon gives the exit code.</summary>
    /// <param name="isAboutStates">Whether <c>--state</c> means states of runs here, and not the state folder.</param>
    public static Command Command(
        string name, string description, Func<DaemonClient, RemoteCall, Task<int>> ask, IEnumerable<Symbol>? own = null, bool isAboutStates = false)
    {
        var options = new RemoteOptions(isAboutStates ? [FolderName] : [FolderName, "--state"]);
        var command = new Command(name, description);
        foreach (var symbol in own ?? [])
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        foreach (var option in new Option[] { Url, Key, options._folder, StateOptions.Config, Json })
            command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            using var daemon = new DaemonClient(options.AddressIn(parsed));
            return await ask(daemon, new RemoteCall(parsed, parsed.GetValue(Json), cancel));
        });
        return command;
    }

    /// <summary>What a line that is still being typed says of the daemon.</summary>
    public static DaemonAddress AddressOf(ParseResult parsed)
    {
        var folder = parsed.CommandResult.Command.Options.OfType<Option<DirectoryInfo?>>().First(option => option.Name == FolderName);
        return DaemonAddress.Of(parsed.GetValue(Url), parsed.GetValue(Key), StateOptions.SettingsOf(parsed, folder));
    }

    private DaemonAddress AddressIn(ParseResult parsed) =>
        DaemonAddress.Of(parsed.GetValue(Url), parsed.GetValue(Key), StateOptions.SettingsOf(parsed, _folder));
}

/// <summary>One call of a command.</summary>
/// <param name="WantsJson">Whether a program reads the answer.</param>
internal sealed record RemoteCall(ParseResult Parsed, bool WantsJson, CancellationToken Cancel)
{
    /// <summary>Writes an answer as it came, or for people.</summary>
    public int Print<T>(Answer answer, Action<T> forPeople)
    {
        if (WantsJson)
            Console.WriteLine(answer.Json);
        else
            forPeople(answer.As<T>());
        return 0;
    }
}

using System.CommandLine;
using EmoVoid.Core.Keys;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>What can be typed after <c>emovoidd keys</c>.</summary>
internal static class KeysCommands
{
    public static Command Make() =>
        new("keys", "Who may ask over REST; takes effect at once, also while the daemon runs")
        {
            Add(), List(), Revoke(),
        };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Who or what will hold it, as grafana: letters, digits, '-', '_' and '.'" };
        var scope = new Option<KeyScope>("--scope")
        {
            Description = "read: GET and HEAD alone; write: everything",
            HelpName = "read|write",
            DefaultValueFactory = _ => KeyScope.Read,
            CustomParser = Scope,
        };
        var command = new Command("add", "Make a key and show it this once. When there was none, every request needs one from then on") { name, scope, StateOptions.State, StateOptions.Config };
        command.SetAction(parsed => Keys.Add(parsed.GetRequiredValue(name), parsed.GetValue(scope), StateOptions.OwnSettings(parsed)));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Name the keys with their scopes; the keys themselves are kept nowhere") { StateOptions.State, StateOptions.Config };
        command.SetAction(parsed => Keys.List(StateOptions.OwnSettings(parsed)));
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME") { Description = "A name of emovoidd keys list" };
        var command = new Command("revoke", "Take a key away for good. Exit code 1: there is none of that name") { name, StateOptions.State, StateOptions.Config };
        command.SetAction(parsed => Keys.Revoke(parsed.GetRequiredValue(name), StateOptions.OwnSettings(parsed)));
        return command;
    }

    // An enum's own parser would take numbers too.
    private static KeyScope Scope(System.CommandLine.Parsing.ArgumentResult result)
    {
        var word = result.Tokens.Single().Value;
        foreach (var scope in Enum.GetValues<KeyScope>())
            if (scope.Word() == word)
                return scope;
        result.AddError($"'{word}' is no scope; it is read or write");
        return KeyScope.Read;
    }
}

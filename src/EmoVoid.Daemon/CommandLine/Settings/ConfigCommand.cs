using System.CommandLine;
using static EmoVoid.Daemon.CommandLine.StateOptions;

namespace EmoVoid.Daemon.CommandLine.Settings;

/// <summary>What can be typed after <c>emovoidd config</c>.</summary>
internal static class ConfigCommand
{
    /// <param name="settings">The argument that takes settings of the command line, as the daemon does.</param>
    public static Command Make(Argument<string[]> settings)
    {
        var explain = new Option<string?>("--explain") { Description = "Say of every setting, or of KEY and what is below it, what it does, its type, range and default", HelpName = "KEY", Arity = ArgumentArity.ZeroOrOne };
        var check = new Option<bool>("--check") { Description = "Name every mistake at once. Exit code 0: a daemon would start with it, 78: it would not" };
        var json = new Option<bool>("--json") { Description = "The same as JSON, for programs" };
        explain.CompletionSources.Add(_ => SettingsText.Catalog().All.Select(setting => new System.CommandLine.Completions.CompletionItem(setting.Key)));
        var command = new Command("config", "Show the value of every setting and where it comes from: a file, the environment, the command line or the default. Secrets are not shown")
        {
            settings, explain, check, json, State, Config,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(explain) is not null)
                return ConfigExplain.Run(parsed.GetValue(explain), parsed.GetValue(json));
            var own = OwnSettings(parsed) with { Configuration = parsed.GetValue(settings) ?? [] };
            return parsed.GetValue(check) ? ConfigCheck.Run(own, parsed.GetValue(json)) : ConfigShow.Run(own, parsed.GetValue(json));
        });
        return command;
    }
}

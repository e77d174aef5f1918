using System.CommandLine;
using System.Globalization;
using EmoVoid.Daemon.CommandLine.Settings;

namespace EmoVoid.Daemon.CommandLine.Manual;

/// <summary>What the package is made with: manual pages, and completion for shells.</summary>
internal static class ManualCommands
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static Command Completion()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong(Shells);
        var command = new Command("completion", "Print what makes a shell complete commands, options and the ids of runs, as: source <(emovoidd completion bash)") { shell };
        command.SetAction(parsed => Print(Script(parsed.GetRequiredValue(shell))));
        return command;
    }

    /// <param name="root">Of whose commands a page is written.</param>
    public static Command Generate(RootCommand root)
    {
        var man = new Command("man") { Hidden = true };
        man.SetAction(_ => Print(CommandManual.Write(root, SettingsText.Catalog(), Date())));
        var toml = new Command("toml-man") { Hidden = true };
        toml.SetAction(_ => Print(SidecarManual.Write(Date())));
        return new Command("generate", "Write the manual pages") { Hidden = true, Subcommands = { man, toml } };
    }

    private static int Print(string text)
    {
        Console.Write(text);
        return 0;
    }

    private static string Script(string shell)
    {
        using var script = new StreamReader(typeof(ManualCommands).Assembly.GetManifestResourceStream("completion." + shell)!);
        return script.ReadToEnd();
    }

    // A page is the same whenever it is made of the same source.
    private static DateOnly? Date() => long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), CultureInfo.InvariantCulture, out var seconds)
        ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)
        : null;
}

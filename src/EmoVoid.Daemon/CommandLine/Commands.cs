using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using EmoVoid.Daemon.CommandLine.Manual;
using EmoVoid.Daemon.CommandLine.Remote;
using EmoVoid.Daemon.CommandLine.Settings;
using EmoVoid.Daemon.Demo;
using EmoVoid.Daemon.Hosting;
using static EmoVoid.Daemon.CommandLine.StateOptions;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>What can be typed after <c>emovoidd</c>.</summary>
internal static class Commands
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen, several separated by semicolons. Default: {ServeSettings.DefaultUrls}",
        HelpName = "URLS",
    };

    private static readonly Argument<string[]> Configuration = new("SETTING")
    {
        Description = "Any setting of emovoid.json, written --EmoVoid:Key=value",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "--EmoVoid:Key=value",
    };

    /// <summary>Runs the command line to its end and gives the process's exit code.</summary>
    public static async Task<int> Run(string[] args)
    {
        // Signals belong to the host: it needs longer than the two seconds that the parser would grant.
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        try
        {
            return await Root().Parse(args).InvokeAsync(invocation);
        }
        catch (CannotStartException e)
        {
            await Console.Error.WriteLineAsync("emovoidd: " + e.Message);
            return e.ExitCode;
        }
        catch (CommandFailedException e)
        {
            await Console.Error.WriteLineAsync("emovoidd: " + e.Message);
            return e.ExitCode;
        }
    }

    private static RootCommand Root()
    {
        Configuration.Validators.Add(OnlySettings);
        var root = new RootCommand("Trains LoRAs of Anima with EmoVoid: put a folder of pictures into the inbox, take the recommended LoRA from the output.")
        {
            State, Config, Urls, Configuration, Check(), Advise(), Models(), Schedule(), Keys(), Notify(), Backup(), Restore(), Rerun(), Demo(), ConfigCommand.Make(Configuration), ManualCommands.Completion(),
        };
        foreach (var command in RemoteCommands.All())
            root.Add(command);
        root.Add(ManualCommands.Generate(root));
        // Those of another system are nothing that a shell should offer here.
        foreach (var alias in new[] { "/h", "/?", "-?" })
            root.Options.OfType<HelpOption>().Single().Aliases.Remove(alias);
        root.SetAction(parsed => Serve.Run(OwnSettings(parsed) with { Urls = parsed.GetValue(Urls), Configuration = parsed.GetValue(Configuration) ?? [] }));
        return root;
    }

    private static Command Check()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "A folder of pictures with captions, as it would go into the inbox" };
        var command = new Command("check", "Say what the daemon would say of a folder, and change nothing. Exit code 0: it would be trained, 1: it would be rejected")
        {
            folder, State, Config,
        };
        command.SetAction((parsed, cancel) => CommandLine.Check.Run(parsed.GetRequiredValue(folder).FullName, SettingsOf(parsed), cancel));
        return command;
    }

    private static Command Advise()
    {
        var log = new Argument<string>("LOG") { Description = "The console's output of kohya's scripts, as a file; or a folder with it and the checkpoints" };
        var checkpoints = new Option<DirectoryInfo?>("--checkpoints") { Description = "Folder of the checkpoints. Default: those that the log tells of", HelpName = "DIR" };
        var stopLoss = new Option<double?>("--stop-loss") { Description = "What if the training had asked for this stop loss? Replays the light over the losses in the log", HelpName = "LOSS" };
        stopLoss.Validators.Add(OnlyLosses);
        var json = new Option<bool>("--json") { Description = "Answer as the API does" };
        var command = new Command("advise", "Say which checkpoint of a training elsewhere to take, from its log. Exit code 0: here is the advice, 1: the log has none")
        {
            log, checkpoints, stopLoss, json,
        };
        command.SetAction((parsed, cancel) => CommandLine.Advise.Run(
            parsed.GetRequiredValue(log), parsed.GetValue(checkpoints)?.FullName, parsed.GetValue(stopLoss), parsed.GetValue(json), cancel));
        return command;
    }

    private static Command Models()
    {
        var deep = new Option<bool>("--deep") { Description = "Also read every number of the files; takes as long as reading them from the disk" };
        var check = new Command("check", "Say which base models are ready, and what is missing or wrong. Exit code 0: all are ready, 1: some are not")
        {
            State, Config, deep,
        };
        check.SetAction(parsed => ModelsCheck.Run(OwnSettings(parsed), parsed.GetValue(deep)));
        return new Command("models", "The base models of the configuration") { check, GetModels() };
    }

    private static Command GetModels()
    {
        var name = new Argument<string>("NAME") { Description = "The model, as anima" };
        var to = new Option<DirectoryInfo?>("--to") { Description = "Folder for its files, in ComfyUI's layout. Default: where the configuration has the model, else models/NAME in the state folder", HelpName = "DIR" };
        var agree = new Option<bool>(ModelsGet.AgreeOption) { Description = "I have read the licence that is named, and agree: the files are not for commercial use" };
        var command = new Command("get", "Fetch the files of a base model that are missing; goes on where an earlier call stopped. Exit code 0: it is ready, 1: it is not")
        {
            name, to, agree, State, Config,
        };
        command.SetAction((parsed, _) => ModelsGet.Run(OwnSettings(parsed), parsed.GetRequiredValue(name), parsed.GetValue(to)?.FullName, parsed.GetValue(agree)));
        return command;
    }

    private static Command Schedule()
    {
        var url = new Option<string?>("--url") { Description = "A daemon to ask. Default: the one of the state folder; when it does not run, its configuration and database are read", HelpName = "URL" };
        var key = new Option<string?>("--key") { Description = "Its key. Default: EMOVOID_API_KEY of the environment, then the configuration's", HelpName = "KEY" };
        var days = new Option<int>("--days") { Description = "How far ahead, 1 to 60", DefaultValueFactory = _ => 7, HelpName = "N" };
        var command = new Command("schedule", "Say when the daemon trains in the next days, and when each waiting run may start") { State, Config, url, key, days };
        command.SetAction((parsed, cancel) => CommandLine.Schedule.Run(OwnSettings(parsed), parsed.GetValue(url), parsed.GetValue(key), parsed.GetValue(days), cancel));
        return command;
    }

    private static Command Backup()
    {
        var list = new Option<bool>("--list") { Description = "Only say which there are" };
        var command = new Command("backup", "Make a backup of the database now, while the daemon runs or not") { State, Config, list };
        command.SetAction(parsed => parsed.GetValue(list) ? Backups.List(OwnSettings(parsed).StateFolder) : Backups.Make(OwnSettings(parsed).StateFolder));
        return command;
    }

    private static Command Restore()
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "A backup; left out: the newest", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("restore", "Put a backup in the place of the database. The daemon must be stopped; what was there is kept beside it") { file, State, Config };
        command.SetAction(parsed => Backups.Restore(OwnSettings(parsed).StateFolder, parsed.GetValue(file)?.FullName));
        return command;
    }

    private static Command Keys() => KeysCommands.Make();

    private static Command Notify()
    {
        var test = new Command("test", "Send a test to every webhook and to ntfy. Exit code 0: all took it, 1: some did not, or there is none") { State, Config };
        test.SetAction((parsed, cancel) => NotifyTest.Run(OwnSettings(parsed), cancel));
        return new Command("notify", "Those who are told when something happens to a run") { test };
    }

    private static Command Rerun()
    {
        var receipt = new Argument<FileInfo>("RECEIPT") { Description = "The receipt.json of a run's output folder" };
        var dataset = new Option<DirectoryInfo?>("--dataset") { Description = "The data set; default: the folder dataset beside the receipt, or in the output of its group", HelpName = "DIR" };
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Where the new files go; default: rerun-NAME in the current folder", HelpName = "DIR" };
        var command = new Command("rerun", "Train again what a receipt describes, and compare the bytes. Exit code 0: the same, 1: not the same, or not possible here")
        {
            receipt, dataset, folder, State, Config,
        };
        command.SetAction((parsed, cancel) => CommandLine.Rerun.Run(
            parsed.GetRequiredValue(receipt).FullName, parsed.GetValue(dataset)?.FullName, parsed.GetValue(folder)?.FullName, SettingsOf(parsed), cancel));
        return command;
    }

    private static Command Demo()
    {
        var command = new Command("demo", "Train a small data set on the small model that ships, from the inbox to the recommendation; takes a few minutes");
        command.SetAction((_, cancel) => DemoCommand.Run(cancel));
        return command;
    }

    private static void OnlyLosses(OptionResult stopLoss)
    {
        if (stopLoss.Tokens is [var token] && !(double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var loss) && double.IsFinite(loss) && loss > 0))
            stopLoss.AddError($"--stop-loss is {token.Value}; it is a loss above 0, as 0.04");
    }

    private static void OnlySettings(ArgumentResult settings)
    {
        foreach (var token in settings.Tokens)
            if (!(token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.Contains(':') && token.Value.Contains('=')))
                settings.AddError($"'{token.Value}' is neither a command nor an option; see emovoidd --help");
    }
}

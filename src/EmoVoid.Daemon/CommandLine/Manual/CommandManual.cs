using System.CommandLine;
using EmoVoid.Core.Configuration;
using EmoVoid.Daemon.CommandLine.Remote;
using EmoVoid.Daemon.CommandLine.Settings;
using EmoVoid.Daemon.Hosting;
using static EmoVoid.Daemon.CommandLine.Manual.CommandText;

namespace EmoVoid.Daemon.CommandLine.Manual;

/// <summary>emovoidd(1), from the commands and the settings as the program has them.</summary>
internal static class CommandManual
{
    private const string Name = "emovoidd";

    // An option of so many commands is described once.
    private const int Common = 4;

    public static string Write(RootCommand root, SettingCatalog settings, DateOnly? date)
    {
        var commands = Tree(root, Name).Where(one => one.Command != root).ToList();
        var common = commands.SelectMany(one => OptionsOf(one.Command)).GroupBy(option => (option.Name, option.Description)).Where(same => same.Count() >= Common).Select(same => same.First()).ToList();
        var page = new Roff(Name.ToUpperInvariant(), 1, date, "EmoVoid.Daemon " + RunningDaemon.Version.Split('+')[0]);
        page.Section("Name").Paragraph($"{Name} - trains LoRAs of Anima from an inbox");
        page.Section("Synopsis").Entry(Name, Synopsis(root), "Serves until it is told to stop.").Entry(Name, "COMMAND ...", "Asks something of a daemon, or does without one.");
        page.Section("Description").Paragraph(Sentence(root.Description)).Paragraph("What a folder may ask for stands in emovoid.toml(5), and what the daemon is told below under SETTINGS.");
        page.Section("Options");
        Options(page, [.. OptionsOf(root), .. common.Where(option => !OptionsOf(root).Contains(option))]);
        foreach (var argument in root.Arguments)
            page.Entry(NameOf(argument), "", Sentence(argument.Description));
        page.Section("Commands");
        foreach (var (words, command) in commands.Where(one => one.Command.Action is not null))
            Describe(page, words, command, common);
        Settings(page, settings);
        Surroundings(page);
        return page.ToString();
    }

    private static void Describe(Roff page, string words, Command command, List<Option> common)
    {
        page.Part(words).Entry(words, Synopsis(command), Sentence(command.Description));
        foreach (var argument in command.Arguments)
            page.Entry(NameOf(argument), "", Sentence(argument.Description));
        Options(page, OptionsOf(command).Where(option => !common.Exists(one => one.Name == option.Name && one.Description == option.Description)));
    }

    private static void Options(Roff page, IEnumerable<Option> options)
    {
        foreach (var option in options)
            page.Entry(NamesOf(option), ValueOf(option).Trim(), Sentence(option.Description) + DefaultOf(option));
    }

    private static void Settings(Roff page, SettingCatalog settings)
    {
        page.Section("Settings").Paragraph(ConfigExplain.Note);
        foreach (var setting in settings.All)
            page.Entry(setting.Key, "", SettingsText.Line(setting) + ".", setting.Sentence);
    }

    private static void Surroundings(Roff page)
    {
        page.Section("Files")
            .Entry(MachineFile.DefaultPath, "", "The configuration of the machine; --config names another one.")
            .Entry($"{DefaultStateFolder.OfService}", "", "The state folder of a service: inbox, output, failed, models, backups, the database.")
            .Entry("emovoid.json", "", "In the state folder: settings that go before those of the machine.");
        page.Section("Environment")
            .Entry("EmoVoid__KEY", "", "A setting, as EmoVoid__Inbox__SettleSeconds.")
            .Entry(DaemonAddress.KeyVariable, "", "The key that commands send to the daemon.")
            .Entry(DefaultStateFolder.Variable, "", "The state folder, where --state does not name one.");
        page.Section("Exit status")
            .Entry("0", "", "It was done, or the answer is yes.")
            .Entry("1", "", "It was refused, or the answer is no; the reason is said.")
            .Entry($"{CommandFailedException.NoDaemon}", "", "No daemon is there.")
            .Entry($"{CannotStartException.Occupied}", "", "Another program has what is needed; a later try may succeed.")
            .Entry($"{CannotStartException.Misconfigured}", "", "What is configured is wrong; every mistake is said.");
        page.Section("Examples").Example("""
            sudo emovoidd keys add me
            emovoidd check my-pictures
            cp -r my-pictures /var/lib/emovoid/inbox/zenigata
            emovoidd watch zenigata
            emovoidd config --explain Inbox
            """);
        page.Section("See also").Paragraph("emovoid.toml(5), systemctl(1)");
    }
}

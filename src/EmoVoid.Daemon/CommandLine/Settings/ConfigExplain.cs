using System.Text.Json;
using EmoVoid.Core.Configuration;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Settings;

/// <summary><c>emovoidd config --explain</c>: what can be set.</summary>
internal static class ConfigExplain
{
    private const string Indent = "    ";

    /// <param name="key">Null: all of them.</param>
    public static int Run(string? key, bool wantsJson)
    {
        var catalog = SettingsText.Catalog();
        var settings = key is null ? catalog.All : catalog.Find(key);
        if (settings.Count == 0)
            throw new CannotStartException($"there is no setting {key}; emovoidd config --explain names them all", exitCode: 1);
        if (wantsJson)
            Console.WriteLine(JsonSerializer.Serialize(settings, SettingsText.Json));
        else
            Print(settings, isAll: key is null);
        return 0;
    }

    private static void Print(IReadOnlyList<Setting> settings, bool isAll)
    {
        foreach (var line in settings.SelectMany(Lines))
            Console.WriteLine(line);
        if (isAll)
            foreach (var line in SettingsText.Wrapped(Note, ""))
                Console.WriteLine(line);
    }

    private static IEnumerable<string> Lines(Setting setting) =>
        [setting.Key, .. SettingsText.Wrapped(SettingsText.Line(setting), Indent), .. SettingsText.Wrapped(setting.Sentence, Indent), ""];

    public const string Note = "N stands for a number from 0 on, NAME for a name that you choose. Colons part the sections of emovoid.json; in the environment write two underscores, "
        + "as EmoVoid__Inbox__SettleSeconds. Of a list in two sources the later one replaces the entries of the same number, and leaves the others. Logging:LogLevel:Default and the like are those of .NET.";
}

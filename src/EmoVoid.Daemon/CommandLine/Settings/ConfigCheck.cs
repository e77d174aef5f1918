using System.Text.Json;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Settings;

/// <summary><c>emovoidd config --check</c>: whether a daemon would start with these settings.</summary>
internal static class ConfigCheck
{
    public static int Run(ServeSettings settings, bool wantsJson)
    {
        using var services = VerbServices.Unchecked(settings);
        var mistakes = SettingMistakes.Of(services);
        if (wantsJson)
            Console.WriteLine(JsonSerializer.Serialize(new { mistakes }, SettingsText.Json));
        else if (mistakes.Count == 0)
            Console.WriteLine("The settings are good.");
        else
            SettingMistakes.Refuse(mistakes);
        return mistakes.Count == 0 ? 0 : CannotStartException.Misconfigured;
    }
}

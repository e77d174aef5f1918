using System.Text.Encodings.Web;
using System.Text.Json;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Settings;

/// <summary>What the ways to print settings have in common.</summary>
internal static class SettingsText
{
    /// <summary>In letters: what a terminal and a reader have.</summary>
    private const int Columns = 100;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All settings there are, whatever this machine's configuration says.</summary>
    public static SettingCatalog Catalog()
    {
        using var services = new ServiceCollection().AddDaemon(new StateFolder("/"), new ConfigurationManager()).BuildServiceProvider();
        return services.GetRequiredService<SettingCatalog>();
    }

    /// <summary>Type, range and default in a line.</summary>
    public static string Line(Setting setting) => $"{setting.Type}{(setting.Allowed is { } allowed ? $", {allowed}" : "")}; default: {setting.Default}";

    /// <summary>Breaks a text into lines between its words.</summary>
    public static IEnumerable<string> Wrapped(string text, string indent, int columns = Columns)
    {
        var line = indent;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > columns)
            {
                yield return line;
                line = indent;
            }
            line += line.Length > indent.Length ? " " + word : word;
        }

        yield return line;
    }
}

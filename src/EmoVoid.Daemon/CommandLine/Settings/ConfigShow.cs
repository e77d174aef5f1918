using System.Text.Json;
using EmoVoid.Core.Configuration;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Settings;

/// <summary><c>emovoidd config</c>: the settings as a daemon would have them.</summary>
internal static class ConfigShow
{
    private const string Masked = "********";

    private sealed record Row(string Key, string? Value, string Source);

    public static int Run(ServeSettings settings, bool wantsJson)
    {
        using var services = VerbServices.Unchecked(settings);
        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();
        var rows = Rows(services.GetRequiredService<SettingCatalog>(), configuration).ToList();
        if (wantsJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(rows, SettingsText.Json));
            return 0;
        }

        foreach (var file in new[] { settings.MachineFile.Path, settings.StateFile }.OfType<string>())
            Console.WriteLine($"# {file}: {WhetherRead(file)}");
        foreach (var row in rows)
            Console.WriteLine($"{row.Key} = {row.Value}  ({row.Source})");
        if (SettingMistakes.OfKeys(services) is { Count: > 0 })
            Console.Error.WriteLine("Not all that is written is shown: emovoidd config --check names what is wrong.");
        return 0;
    }

    private static string WhetherRead(string file) => !File.Exists(file) ? "not there" : Hosting.Configuration.MayRead(file) ? "read" : $"not read, since {Account.CurrentName} may not";

    private static IEnumerable<Row> Rows(SettingCatalog catalog, IConfigurationRoot configuration)
    {
        var sources = new SettingSources(configuration);
        var written = configuration.AsEnumerable().Where(one => !string.IsNullOrEmpty(one.Value) && IsOurs(one.Key))
            .Select(one => (one.Key, Value: one.Value!, Setting: catalog.Of(one.Key))).Where(one => one.Setting is not null).ToList();
        var known = written.Select(one => new Row(one.Key, one.Setting!.IsSecret ? Masked : one.Value, sources.Of(one.Key)));
        var left = catalog.All.Where(setting => !setting.IsPattern && !written.Exists(one => one.Setting == setting))
            .Select(setting => new Row(setting.Key, setting.Default, SettingSources.Default));
        return known.Concat(left).OrderBy(row => row.Key, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsOurs(string key) => key.StartsWith(Hosting.Configuration.Section + ":", StringComparison.OrdinalIgnoreCase) || key.Equals("Urls", StringComparison.OrdinalIgnoreCase);
}

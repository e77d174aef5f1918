using EmoVoid.Core.Configuration;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Security;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Hosting;

/// <summary>All that is wrong with the settings, at once: a daemon starts with what was meant, or says why not.</summary>
internal static class SettingMistakes
{
    private static readonly string[] TopLevel = [Configuration.Section, nameof(ListenOptions.Urls), "Logging"];

    /// <exception cref="CannotStartException">With every mistake.</exception>
    public static void Refuse(IReadOnlyList<string> mistakes)
    {
        if (mistakes.Count > 0)
            throw new CannotStartException(mistakes is [var one] ? one : $"{mistakes.Count} settings are wrong:{string.Concat(mistakes.Select(mistake => $"{Environment.NewLine}- {mistake}"))}");
    }

    /// <summary>Unknown keys, and values that cannot be read: nothing else would tell of them.</summary>
    public static IReadOnlyList<string> OfKeys(IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        var sources = new SettingSources((IConfigurationRoot)configuration);
        var catalog = services.GetRequiredService<SettingCatalog>();
        return [.. AtTop(sources, catalog), .. new SettingCheck(catalog, sources.Of).Mistakes(configuration.GetSection(Configuration.Section))];
    }

    public static IReadOnlyList<string> Of(IServiceProvider services)
    {
        var ofKeys = OfKeys(services);
        var ofOptions = services.GetServices<SettingSection>().SelectMany(section => Mistakes(section, services, isRead: ofKeys.Count == 0));
        return [.. ofKeys, .. ofOptions, .. AccessControl.Problems(Access.Of(services.GetRequiredService<IConfiguration>()), services.GetRequiredService<StateFolder>())];
    }

    private static IEnumerable<string> Mistakes(SettingSection section, IServiceProvider services, bool isRead)
    {
        try
        {
            _ = section.Bound(services);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
        // A value that the binder cannot read is named among the keys already.
        catch (InvalidOperationException) when (!isRead)
        {
            return [];
        }
    }

    // What stands beside the section, as where somebody forgot the section, is passed over without a word by everyone.
    private static IEnumerable<string> AtTop(SettingSources sources, SettingCatalog catalog) =>
        from source in sources.Written
        from key in source.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase)
        where !TopLevel.Contains(key, StringComparer.OrdinalIgnoreCase) && !key.StartsWith('$')
        let below = $"{Configuration.Section}:{key}"
        select $"{key} is no setting (in {SettingSources.Words(source)}); "
            + (catalog.Find(below).Count > 0 ? $"did you mean {below}?" : "settings of the daemon stand below EmoVoid; emovoidd config --explain names them all.");
}

using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Configuration;

/// <summary>Holds options, and all that they are made of, against the ranges of their settings: every mistake at once.</summary>
internal sealed class SettingRanges<TOptions>(string path) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var mistakes = Mistakes(path, SettingNode.Of(typeof(TOptions)), options).ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Mistakes(string key, SettingNode node, object? value) => node switch
    {
        { Kind: SettingKind.Value, Says: { } says } => SettingRange.Mistake(key, says, value) is { } mistake ? [mistake] : [],
        { Kind: SettingKind.Section } when value is not null => node.Children.Values.SelectMany(child => Mistakes($"{key}:{child.Name}", child, child.Property!.GetValue(value))),
        { Kind: SettingKind.List } => ((System.Collections.IEnumerable?)value)?.Cast<object?>().SelectMany((one, index) => Mistakes(FormattableString.Invariant($"{key}:{index}"), node.Element!, one)) ?? [],
        { Kind: SettingKind.Map } => Entries(value).SelectMany(one => Mistakes($"{key}:{one.Key}", node.Element!, one.Value)),
        _ => [],
    };

    private static IEnumerable<(object Key, object? Value)> Entries(object? map)
    {
        foreach (System.Collections.DictionaryEntry entry in (System.Collections.IDictionary?)map ?? new Dictionary<string, object>())
            yield return (entry.Key, entry.Value);
    }
}

using System.Globalization;
using EmoVoid.Core.Sidecars;
using Microsoft.Extensions.Configuration;

namespace EmoVoid.Core.Configuration;

/// <summary>Finds what no option would see, since it would be passed over: unknown keys, and values that cannot be read.</summary>
/// <param name="sourceOf">Where a key's value comes from, in words.</param>
public sealed class SettingCheck(SettingCatalog catalog, Func<string, string> sourceOf)
{
    /// <summary>Every mistake below a section of the configuration, a sentence each.</summary>
    public IEnumerable<string> Mistakes(IConfigurationSection section) =>
        catalog.Root.Children.TryGetValue(section.Key, out var node) ? Mistakes(node, section) : [Unknown(section.Path, catalog.Root)];

    private IEnumerable<string> Mistakes(SettingNode node, IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return node.Kind switch
        {
            SettingKind.Value when children.Count > 0 => [$"{section.Path} is one value, and has nothing below it ({In(children[0].Path)})."],
            SettingKind.Value => section.Value is { } written && SettingText.Problem(node, written) is { } problem ? [$"{section.Path} is '{written}' ({In(section.Path)}); {problem}."] : [],
            _ when !string.IsNullOrEmpty(section.Value) => [$"{section.Path} is no single value ({In(section.Path)}); {WrittenAs(node)}."],
            SettingKind.Section => children.SelectMany(child => node.Children.TryGetValue(child.Key, out var known) ? Mistakes(known, child) : [Unknown(child.Path, node)]),
            SettingKind.List when children.Find(child => !int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } named =>
                [$"{section.Path} is a list, and has no '{named.Key}' ({In(named.Path)}); {WrittenAs(node)}."],
            _ => children.SelectMany(child => Mistakes(node.Element!, child)),
        };
    }

    private string Unknown(string key, SettingNode place) =>
        $"{key} is no setting ({In(key)}){(Nearest(key, place) is { } near ? $"; did you mean {near}?" : "; emovoidd config --explain names them all.")}";

    // A slip of the finger among those that stand beside it, or the right name at the wrong place.
    private string? Nearest(string key, SettingNode place)
    {
        var written = SettingCatalog.LastPart(key).ToUpperInvariant();
        if (written.Length > 100)
            return null;
        var before = key[..^SettingCatalog.LastPart(key).Length];
        var beside = place.Children.Values.Select(child => (Key: before + child.Name, Distance: Distance(child.Name)));
        var elsewhere = catalog.All.Select(setting => (setting.Key, Distance: 1 + Distance(SettingCatalog.LastPart(setting.Key))));
        var sections = catalog.Root.Children.Values.SelectMany(top => top.Children.Values.Select(child => (Key: $"{top.Name}:{child.Name}", Distance: 1 + Distance(child.Name))));
        var (near, distance) = beside.Concat(elsewhere).Concat(sections).MinBy(one => one.Distance);
        return distance <= Math.Max(2, written.Length / 3) ? near : null;

        int Distance(string known) => EditDistance.Between(written, known.ToUpperInvariant());
    }

    private string In(string key) => "in " + sourceOf(key);

    private static string WrittenAs(SettingNode node) => node.Kind switch
    {
        SettingKind.List => "write it as [ … ]",
        SettingKind.Map => "write it as { \"NAME\": … }",
        _ => $"it has {string.Join(", ", node.Children.Values.Select(child => child.Name))} below it",
    };
}

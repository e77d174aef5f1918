namespace EmoVoid.Core.Configuration;

/// <summary>All settings that the registered options have.</summary>
public sealed class SettingCatalog
{
    internal SettingNode Root { get; }

    public SettingCatalog(IEnumerable<SettingSection> sections)
    {
        Root = new SettingNode("", SettingKind.Section, typeof(object));
        foreach (var section in sections)
        {
            var place = section.Path.Split(':', StringSplitOptions.RemoveEmptyEntries).Aggregate(Root, Below);
            foreach (var child in SettingNode.Of(section.Options).Children.Values)
                place.Children.Add(child.Name, child);
        }

        All = [.. Settings("", Root, null).OrderBy(setting => setting.Key, StringComparer.Ordinal)];
    }

    /// <summary>By their keys.</summary>
    public IReadOnlyList<Setting> All { get; }

    /// <summary>Those whose key is this, or begins with it, or whose last part is.</summary>
    public IReadOnlyList<Setting> Find(string key) =>
        All.Where(setting => Is(setting.Key, key)).ToList() is { Count: > 0 } exact
            ? exact
            : [.. All.Where(setting => setting.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase) || setting.Key.StartsWith("EmoVoid:" + key, StringComparison.OrdinalIgnoreCase) || Is(LastPart(setting.Key), key))];

    /// <summary>The setting that a key of the configuration is about, or an entry of its list; null when there is none.</summary>
    public Setting? Of(string key) => All.FirstOrDefault(setting => Matches(setting.Key.Split(':'), key.Split(':')));

    internal static string LastPart(string key) => key[(key.LastIndexOf(':') + 1)..];

    private static bool Matches(string[] pattern, string[] key) =>
        pattern.Length <= key.Length && pattern.Length >= key.Length - 1
        && pattern.Zip(key).All(pair => pair.First is "N" or "NAME" || Is(pair.First, pair.Second));

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static SettingNode Below(SettingNode place, string name)
    {
        if (!place.Children.TryGetValue(name, out var child))
            place.Children.Add(name, child = new SettingNode(name, SettingKind.Section, typeof(object)));
        return child;
    }

    private static IEnumerable<Setting> Settings(string path, SettingNode node, object? parent)
    {
        var key = path.Length == 0 ? node.Name : $"{path}:{node.Name}";
        var value = parent is null ? null : node.Property?.GetValue(parent);
        return node switch
        {
            { Kind: SettingKind.Section } => node.Children.Values.SelectMany(child => Settings(key, child, Parent(node, child, value))),
            { Element: { Kind: SettingKind.Section } element } => Settings(key, element, null),
            _ => [Setting.Of(key, node, value)],
        };
    }

    // Sections that are only a place in the tree have children of several options.
    private static object? Parent(SettingNode section, SettingNode child, object? value) =>
        child.Property is not { } property ? null
        : value is not null && property.DeclaringType!.IsInstanceOfType(value) ? value
        : Activator.CreateInstance(section.Type == typeof(object) ? property.ReflectedType! : section.Type);
}

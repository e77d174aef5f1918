using System.ComponentModel;
using System.Reflection;

namespace EmoVoid.Core.Configuration;

/// <summary>What stands at a place of the configuration.</summary>
internal enum SettingKind
{
    Value,

    /// <summary>Settings by their fixed names.</summary>
    Section,

    /// <summary>The same thing several times, in an order.</summary>
    List,

    /// <summary>The same thing several times, by names that people choose.</summary>
    Map,
}

/// <summary>A place in the tree of all settings, as the options' own types make it.</summary>
/// <param name="Name">The last part of the key.</param>
/// <param name="Type">Of the value; of a list or map, what it holds.</param>
/// <param name="Says">Null for what has no text of its own: the root of options, an element of a list.</param>
internal sealed record SettingNode(string Name, SettingKind Kind, Type Type, SettingAttribute? Says = null, PropertyInfo? Property = null)
{
    /// <summary>Of a section, by their names in any case, as configuration reads them.</summary>
    public Dictionary<string, SettingNode> Children { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a list or a map.</summary>
    public SettingNode? Element { get; private init; }

    public static SettingNode Of(Type type) => Of("", type, null, null);

    private static SettingNode Of(PropertyInfo property) => Of(property.Name, property.PropertyType, property.GetCustomAttribute<SettingAttribute>(), property);

    private static SettingNode Of(string name, Type type, SettingAttribute? says, PropertyInfo? property)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return new SettingNode(name, SettingKind.List, type.GetGenericArguments()[0], says, property) { Element = Of("N", type.GetGenericArguments()[0], null, null) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return new SettingNode(name, SettingKind.Map, type.GetGenericArguments()[1], says, property) { Element = Of("NAME", type.GetGenericArguments()[1], null, null) };
        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
            return new SettingNode(name, SettingKind.Value, type, says, property);
        var section = new SettingNode(name, SettingKind.Section, type, says, property);
        foreach (var child in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(child => child.SetMethod?.IsPublic == true))
            section.Children.Add(child.Name, Of(child));
        return section;
    }
}

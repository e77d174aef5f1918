using System.Collections;
using System.ComponentModel;
using System.Globalization;

namespace EmoVoid.Core.Configuration;

/// <summary>Settings' types and values in words, and read from what is written.</summary>
internal static class SettingText
{
    internal static string TypeOf(SettingNode node) => node.Kind switch
    {
        SettingKind.List => $"list of {TypeOf(node.Type)}s",
        SettingKind.Map => $"{TypeOf(node.Type)}s by name",
        _ => TypeOf(node.Type),
    };

    /// <returns>As it could be written into a file; null for nothing.</returns>
    internal static string? Written(object? value) => value switch
    {
        null or "" or IDictionary { Count: 0 } or IList { Count: 0 } => null,
        bool truth => truth ? "true" : "false",
        IFormattable some => some.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <returns>What is wrong with a written value, to follow the key and the value; null when it can be read.</returns>
    internal static string? Problem(SettingNode node, string written)
    {
        var type = Nullable.GetUnderlyingType(node.Type) ?? node.Type;
        // .NET reads a bare number as days, and whoever writes 60 means something else.
        if (type == typeof(TimeSpan) && !written.Contains(':', StringComparison.Ordinal))
            return "a time is written as 00:01:00, or 1.00:00:00 with days";
        if (type == typeof(string) || (written.Length == 0 && type != node.Type) || IsRead(type, written))
            return null;
        return $"it must be a {TypeOf(type)}{(node.Says is { } says && SettingRange.Words(says) is { } range ? ", " + range : "")}";
    }

    private static string TypeOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? "true or false"
            : plain == typeof(TimeSpan) ? "time"
            : plain == typeof(double) ? "number"
            : plain == typeof(int) || plain == typeof(long) ? "whole number"
            : plain == typeof(string) ? "text"
            : throw new NotSupportedException($"Settings of type {plain.Name} have no name for people yet.");
    }

    private static bool IsRead(Type type, string written)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(written) is not null;
        }
        // The converters throw what they like: of a number's format it is a plain Exception, or an ArgumentException.
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException || e.InnerException is FormatException or OverflowException)
        {
            return false;
        }
    }
}

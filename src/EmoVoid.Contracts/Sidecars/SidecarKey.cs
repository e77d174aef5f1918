using System.Globalization;
using System.Text;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>One key of <c>emovoid.toml</c>: what it may hold, its default, and a line for the manual.</summary>
/// <param name="Name">With its table: <c>train.rank</c>.</param>
/// <param name="Default">The default in words.</param>
public abstract record SidecarKey(string Name, string Default, string Doc)
{
    /// <summary>Type and range in words, to follow "must be".</summary>
    public abstract string Expected { get; }

    /// <summary>Why the range is what it is, where that is not plain; a sentence.</summary>
    public string? Why { get; init; }

    /// <summary>The value as this key keeps it; null when the key may not hold it.</summary>
    /// <param name="found">A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, or a list of them; any other type is never accepted.</param>
    public abstract object? Accept(object? found);

    protected static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}

/// <summary>A key that holds a whole number from <paramref name="Min"/> to <paramref name="Max"/>.</summary>
public sealed record WholeNumberKey(string Name, long Min, long Max, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => Max == long.MaxValue ? $"a whole number of at least {Min}" : $"a whole number from {Min} to {Max}";

    public override object? Accept(object? found) => found is long value && value >= Min && value <= Max ? value : null;
}

/// <summary>A key that holds a number above <paramref name="Above"/> and at most <paramref name="Max"/>; a whole number may be written without a point.</summary>
public sealed record NumberKey(string Name, double Above, double Max, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => $"a number above {Number(Above)} and at most {Number(Max)}";

    public override object? Accept(object? found)
    {
        double? value = found switch { double number => number, long whole => whole, _ => null };
        return value > Above && value <= Max ? value : null;
    }
}

/// <summary>A key that holds a part of one, both ends included.</summary>
public sealed record FractionKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => "a number from 0 to 1";

    public override object? Accept(object? found)
    {
        double? value = found switch { double number => number, long whole => whole, _ => null };
        return value is >= 0 and <= 1 ? value : null;
    }
}

/// <summary>A key that is on or off.</summary>
public sealed record SwitchKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => "true or false";

    public override object? Accept(object? found) => found as bool?;
}

/// <summary>A key that holds a short text.</summary>
public sealed record TextKey(string Name, int Longest, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => $"a text of 1 to {Longest} characters in one line";

    public override object? Accept(object? found) => Accept(found, Longest);

    internal static string? Accept(object? found, int longest) =>
        found is string text && text.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest && !trimmed.Any(char.IsControl) ? trimmed : null;
}

/// <summary>A key that holds what a folder could be called.</summary>
public sealed record FolderNameKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    /// <summary>Of a name, in bytes of UTF-8, on every file system in use.</summary>
    public const int Longest = 255;

    public override string Expected => $"a name that a folder can have: 1 to {Longest} bytes in one line, without / and without spaces at its ends, and not . or ..";

    public override object? Accept(object? found) => found is string name && IsName(name) ? name : null;

    private static bool IsName(string name) =>
        name.Length > 0 && name.Trim() == name && name is not ("." or "..")
        && !name.Any(c => c == '/' || char.IsControl(c)) && Encoding.UTF8.GetByteCount(name) <= Longest;
}

/// <summary>A key that holds a list of short texts; a single text may be written without brackets.</summary>
public sealed record TextListKey(string Name, int Most, int Longest, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => $"a list of 1 to {Most} texts, each of 1 to {Longest} characters in one line";

    public override object? Accept(object? found)
    {
        var items = found as IReadOnlyList<object?> ?? [found];
        var texts = items.Select(item => TextKey.Accept(item, Longest)).OfType<string>().ToList();
        return texts.Count == items.Count && texts.Count is > 0 && texts.Count <= Most ? texts : null;
    }
}

/// <summary>A key that holds one of a few words.</summary>
public sealed record ChoiceKey(string Name, IReadOnlyList<string> Choices, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public override string Expected => string.Join(" or ", Choices.Select(choice => $"\"{choice}\""));

    public override object? Accept(object? found) => found is string text && Choices.Contains(text) ? text : null;
}

/// <summary>A key that is on, off, or left to the program.</summary>
public sealed record AutoSwitchKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    public const string Auto = "auto";

    public override string Expected => $"true, false or \"{Auto}\"";

    public override object? Accept(object? found) => found is bool or Auto ? found : null;
}

namespace EmoVoid.Core.Configuration;

/// <summary>
/// What people read of a setting, in <c>emovoidd config --explain</c> and the manual, and the range that its value is held against:
/// both come from here, so that they cannot differ.
/// </summary>
/// <param name="sentence">What it does, and its unit where the name has none.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string sentence) : Attribute
{
    public string Sentence { get; } = sentence;

    /// <summary>In words, where the default is no value but a way to find one.</summary>
    public string? Default { get; init; }

    /// <summary>A number, or a time as <c>00:00:01</c>; null: no limit.</summary>
    public object? Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public object? Max { get; init; }

    /// <summary>Of the range: <c>seconds</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether a time must be more than nothing.</summary>
    public bool IsPositive { get; init; }

    /// <summary>All that a text may be; empty: no such list.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>How a text is written, in words: <c>a time of day, as 03:30</c>. Held by the validator of the options.</summary>
    public string? Form { get; init; }

    /// <summary>Whether its value is shown to nobody.</summary>
    public bool IsSecret { get; init; }
}

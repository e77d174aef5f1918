using System.Globalization;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>A time as a person writes it.</summary>
/// <param name="Clock">What the clock on the wall shows.</param>
/// <param name="Offset">From UTC; null: by the daemon's time zone.</param>
public sealed record WrittenTime(DateTime Clock, TimeSpan? Offset);

/// <summary>A key that holds a date with a time of day, kept as <see cref="WrittenTime"/>; it may be written as TOML's own times or as a text.</summary>
public sealed record TimeKey(string Name, string Default, string Doc) : SidecarKey(Name, Default, Doc)
{
    private const int FirstYear = 2000, LastYear = 2999;

    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] WithOffset = [.. Local.Select(format => format + "K")];

    public override string Expected => $"a time of the years {FirstYear} to {LastYear} as 2026-12-01T22:00:00, or with an offset as 2026-12-01T22:00:00+01:00";

    public override object? Accept(object? found) => Read(found) is { Clock.Year: >= FirstYear and <= LastYear } time ? time : null;

    private static WrittenTime? Read(object? found) => found switch
    {
        DateTime local => new WrittenTime(local, null),
        DateTimeOffset time => new WrittenTime(time.DateTime, time.Offset),
        string text when DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) => new WrittenTime(local, null),
        string text when DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => new WrittenTime(time.DateTime, time.Offset),
        _ => null,
    };
}

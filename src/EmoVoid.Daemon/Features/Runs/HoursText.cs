using System.Globalization;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Hours of the day as people write them: <c>22:00-07:00</c>.</summary>
internal static class HoursText
{
    /// <summary>Why a text is not that, in a sentence; null when it is.</summary>
    public static string? WhyNot(string text) =>
        text.Split('-') is [var from, var to] && IsTime(from) && IsTime(to) && from != to ? null : $"hours is '{text}'; write it as 22:00-07:00, with two different times";

    private static bool IsTime(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

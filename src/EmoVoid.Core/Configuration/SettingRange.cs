using System.Globalization;

namespace EmoVoid.Core.Configuration;

/// <summary>Between what a setting's value lies.</summary>
internal static class SettingRange
{
    /// <summary>To follow "must be"; null when there is no limit.</summary>
    internal static string? Words(SettingAttribute setting)
    {
        var unit = setting.Unit is { } name ? " " + name : "";
        return setting switch
        {
            { IsPositive: true } => "more than nothing, as 00:01:00",
            { Min: { } min, Max: { } max } => FormattableString.Invariant($"from {min} to {max}{unit}"),
            { Min: { } min } => FormattableString.Invariant($"at least {min}{unit}"),
            { Max: { } max } => FormattableString.Invariant($"at most {max}{unit}"),
            _ => null,
        };
    }

    /// <summary>A sentence; null when the value lies within, or is none.</summary>
    internal static string? Mistake(string key, SettingAttribute setting, object? value) =>
        value is null || IsWithin(setting, value) ? null : FormattableString.Invariant($"{key} must be {Words(setting)}, but is {value}.");

    private static bool IsWithin(SettingAttribute setting, object value) => value switch
    {
        TimeSpan time => (!setting.IsPositive || time > TimeSpan.Zero) && (setting.Min is not string min || time >= Time(min)) && (setting.Max is not string max || time <= Time(max)),
        // Written so that NaN lies nowhere.
        int or long or double => Number(value) is var number && (setting.Min is null || number >= Number(setting.Min)) && (setting.Max is null || number <= Number(setting.Max)),
        _ => true,
    };

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}

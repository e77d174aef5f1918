using System.Globalization;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Housekeeping;

/// <summary>Settings <c>EmoVoid:Housekeeping:*</c>.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>When, by the machine's own clock, the house is kept every day; default 03:30.</summary>
    public string At { get; set; } = "03:30";

    /// <summary>How many backups of the database are kept; 1 to 1000, default 14.</summary>
    public int BackupsKept { get; set; } = 14;

    /// <summary>After so many days what is left of failed and cancelled runs is taken away: checkpoints, logs and plans, never data sets. 1 to 10000, default 30.</summary>
    public int WorkDays { get; set; } = 30;

    /// <summary>How many days deleted runs stay in <c>recycle/</c>; 0 to 10000, default 14.</summary>
    public int RecycleDays { get; set; } = 14;

    /// <summary>How large the cache of latents and contexts may grow, in gigabytes, before what was not used for longest is taken away; default 20.</summary>
    public double CacheGigabytes { get; set; } = 20;

    internal TimeOnly Time => TimeOnly.ParseExact(At, "HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>Finds every mistake in these settings at once.</summary>
internal sealed class HousekeepingOptionsValidator : IValidateOptions<HousekeepingOptions>
{
    public ValidateOptionsResult Validate(string? name, HousekeepingOptions options)
    {
        var mistakes = new[]
        {
            TimeOnly.TryParseExact(options.At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? null : $"EmoVoid:Housekeeping:At must be a time of day, as 03:30, but is '{options.At}'.",
            Range(nameof(options.BackupsKept), options.BackupsKept, 1, 1000),
            Range(nameof(options.WorkDays), options.WorkDays, 1, 10_000),
            Range(nameof(options.RecycleDays), options.RecycleDays, 0, 10_000),
            Range(nameof(options.CacheGigabytes), options.CacheGigabytes, 0.1, 1_000_000),
        }.OfType<string>().ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static string? Range(string key, double value, double min, double max) =>
        value >= min && value <= max ? null : FormattableString.Invariant($"EmoVoid:Housekeeping:{key} must be from {min} to {max}, but is {value}.");
}

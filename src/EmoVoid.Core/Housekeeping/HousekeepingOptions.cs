using System.Globalization;
using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Housekeeping;

/// <summary>Settings <c>EmoVoid:Housekeeping:*</c>.</summary>
public sealed class HousekeepingOptions
{
    [Setting("When, by the machine's own clock, the house is kept every day.", Form = "a time of day, as 03:30")]
    public string At { get; set; } = "03:30";

    [Setting("How many backups of the database are kept.", Min = 1, Max = 1000)]
    public int BackupsKept { get; set; } = 14;

    [Setting("After so many days what is left of failed and cancelled runs is taken away: checkpoints, logs and plans, never data sets.", Min = 1, Max = 10_000)]
    public int WorkDays { get; set; } = 30;

    [Setting("How many days deleted runs stay in recycle/.", Min = 0, Max = 10_000)]
    public int RecycleDays { get; set; } = 14;

    [Setting("How large the cache of latents and contexts may grow before what was not used for longest is taken away.", Min = 0.1, Max = 1_000_000)]
    public double CacheGigabytes { get; set; } = 20;

    internal TimeOnly Time => TimeOnly.ParseExact(At, "HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>Finds the mistakes that are no matter of a range.</summary>
internal sealed class HousekeepingOptionsValidator : IValidateOptions<HousekeepingOptions>
{
    public ValidateOptionsResult Validate(string? name, HousekeepingOptions options) =>
        TimeOnly.TryParseExact(options.At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"EmoVoid:Housekeeping:At must be a time of day, as 03:30, but is '{options.At}'.");
}

using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>Settings <c>EmoVoid:Schedule:*</c>.</summary>
public sealed class ScheduleOptions
{
    [Setting("When anything is trained at all.", Default = "always", Form = "hours, as 22:00-07:00 or mon-fri 22:00-07:00; sat,sun 00:00-24:00")]
    public string? Hours { get; set; }

    [Setting("The clock by which hours and start times are read.", Default = "the machine's", Form = "a name as Europe/Berlin")]
    public string? TimeZone { get; set; }
}

/// <summary>Finds every mistake in these settings at once.</summary>
internal sealed class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>
{
    public ValidateOptionsResult Validate(string? name, ScheduleOptions options)
    {
        var mistakes = options.Hours is { } hours ? TrainingHours.Parse(hours).Problems.Select(problem => $"EmoVoid:Schedule:Hours is '{hours}': {problem}").ToList() : [];
        if (options.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            mistakes.Add($"EmoVoid:Schedule:TimeZone is '{zone}', which this machine does not know; write a name as Europe/Berlin, or leave it out for the machine's own (time zones come with the system's package tzdata).");
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }
}

using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling;

/// <summary>Settings <c>EmoVoid:*</c> about starting and ending trainers.</summary>
public sealed class SchedulingOptions
{
    /// <summary>How long a trainer may take to save and leave before it is killed; default 60 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a trained run's sample pictures may take before they are given up; default 30 min.</summary>
    public TimeSpan SampleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a trainer that takes no steps yet may be silent before it counts as hung; default 30 min.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The least time without a step after which a trainer counts as hung; slow steps have thirty times their own length. Default 5 min.</summary>
    public TimeSpan HangTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>After how many deaths of its trainer in a row at the same step a run fails; default 3.</summary>
    public int MostFailures { get; set; } = 3;

    /// <summary>How long a run waits after a death of its trainer; twice and three times as long after the next ones. Default 10 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Below this much free space, in megabytes, nothing is started; default 500.</summary>
    public int MinimumFreeMegabytes { get; set; } = 500;

    /// <summary>How often the queue is looked at when nothing has happened, for what tells no news of itself: disks, other programs. Default 15 s.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Finds every mistake in these settings at once.</summary>
internal sealed class SchedulingOptionsValidator : IValidateOptions<SchedulingOptions>
{
    public ValidateOptionsResult Validate(string? name, SchedulingOptions options)
    {
        var mistakes = new[]
        {
            Time(nameof(options.StopTimeout), options.StopTimeout),
            Time(nameof(options.SampleTimeout), options.SampleTimeout),
            Time(nameof(options.StartTimeout), options.StartTimeout),
            Time(nameof(options.HangTimeout), options.HangTimeout),
            Time(nameof(options.RetryDelay), options.RetryDelay),
            Time(nameof(options.LookEvery), options.LookEvery),
            options.MostFailures >= 1 ? null : $"EmoVoid:MostFailures must be at least 1, but is {options.MostFailures}.",
            options.MinimumFreeMegabytes >= 0 ? null : $"EmoVoid:MinimumFreeMegabytes must not be negative, but is {options.MinimumFreeMegabytes}.",
        }.OfType<string>().ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static string? Time(string key, TimeSpan value) =>
        value > TimeSpan.Zero ? null : $"EmoVoid:{key} must be more than nothing, as 00:01:00, but is {value}.";
}

using EmoVoid.Core.Scheduling.Hours;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Training hours as a request names them.</summary>
internal static class HoursText
{
    /// <summary>Every reason why a text cannot be read as hours, in sentences; null when it can.</summary>
    public static string? WhyNot(string text) => TrainingHours.Parse(text).Problems is { Count: > 0 } problems ? $"hours is '{text}': {string.Join(' ', problems)}" : null;
}

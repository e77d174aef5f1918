using System.Globalization;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>A run may have a time before which its owner does not want it to start.</summary>
internal sealed class StartTimeRule(TimeProvider clock) : IStartRule
{
    public bool AppliesAtWork => false;

    public RunWait? Check(Run run, DateTimeOffset now) => run.StartAt is { } time && time > now
        ? new RunWait(WaitKind.Schedule, $"It is to start at {TimeZoneInfo.ConvertTime(time, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}.", time)
        : null;
}

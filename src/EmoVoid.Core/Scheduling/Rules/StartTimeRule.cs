using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Hours;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>A run may have a time before which its owner does not want it to start.</summary>
internal sealed class StartTimeRule(ScheduleClock clock) : IStartRule
{
    public bool AppliesAtWork => false;

    public RunWait? Check(Run run, DateTimeOffset now) =>
        run.StartAt is { } time && time > now ? new RunWait(WaitKind.Schedule, $"It is to start at {clock.Words(time)}.", time) : null;
}

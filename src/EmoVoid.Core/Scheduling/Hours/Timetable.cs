using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>What the clock allows in the next days.</summary>
public sealed class Timetable(RunHours hours, ScheduleClock clock, TimeProvider time)
{
    /// <param name="waiting">The queued runs, the next one first.</param>
    /// <param name="days">How far ahead the daemon's hours are told.</param>
    public PlannedDays Of(IReadOnlyList<Run> waiting, int days)
    {
        var now = time.GetUtcNow();
        return new PlannedDays(
            now, clock.Zone.Id, hours.OfDaemon, hours.Between(own: null, now, now.AddDays(days)),
            [.. waiting.Select(run => new PlannedRun(run, hours.StartOf(run, now)))]);
    }
}

/// <param name="Hours">The daemon's, as they were written; null: always.</param>
/// <param name="Openings">From now on; in order.</param>
public sealed record PlannedDays(DateTimeOffset Now, string TimeZone, string? Hours, IReadOnlyList<Opening> Openings, IReadOnlyList<PlannedRun> Waiting);

/// <param name="MayStartAt">By the clock alone: runs before it, and whatever has the device, come on top. Null: not in the next two months.</param>
public sealed record PlannedRun(Run Run, DateTimeOffset? MayStartAt);

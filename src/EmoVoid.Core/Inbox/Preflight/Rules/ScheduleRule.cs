using EmoVoid.Core.Scheduling.Hours;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The hours can be read and come at some time; a start time that has passed is worth a word.</summary>
internal sealed class ScheduleRule(RunHours hours, ScheduleClock clock, TimeProvider time) : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var (window, now) = (candidate.Sidecar.Window, time.GetUtcNow());
        if (hours.ProblemsOf(window) is { Count: > 0 } problems)
            return problems.Select(problem => Finding.Problem($"schedule.window is '{window}': {problem}"));
        return Notes(candidate, window, now);
    }

    private IEnumerable<Finding> Notes(Candidate candidate, string? window, DateTimeOffset now)
    {
        if (window is not null && hours.Next(window, now, RunHours.Least) is null)
            yield return Finding.Note(hours.OfDaemon is { } daemon
                ? $"schedule.window ({window}) has no time in common with the daemon's hours ({daemon}) in the next two months: the run will wait until one of them is changed."
                : $"schedule.window ({window}) has no time in the next two months: the run will wait for it.");
        if (candidate.Sidecar.StartAt is { } start && clock.InstantOf(start) is var instant && instant < now)
            yield return Finding.Note($"schedule.start_at, {clock.Words(instant)}, has passed: the run may start at once.");
    }
}

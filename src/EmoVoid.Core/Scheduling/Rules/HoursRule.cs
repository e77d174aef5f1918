using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Hours;

namespace EmoVoid.Core.Scheduling.Rules;

/// <summary>Training keeps to the hours of the daemon and of the run: at their end it saves and leaves, and goes on when they begin again.</summary>
internal sealed class HoursRule(RunHours hours, ScheduleClock clock) : IStartRule
{
    public bool AppliesAtWork => true;

    public RunWait? Check(Run run, DateTimeOffset now)
    {
        if (!hours.Restrict(run.Hours))
            return null;
        if (hours.ProblemsOf(run.Hours) is { Count: > 0 } problems)
            return new RunWait(WaitKind.Schedule, $"Its hours '{run.Hours}' cannot be read. {string.Join(' ', problems)}");
        var next = hours.Next(run.Hours, now, run.State.IsAtWork() ? TimeSpan.Zero : RunHours.Least);
        return next?.From <= now ? null : new RunWait(WaitKind.Schedule, $"{Whose(run)}; {(next is { } coming ? $"the next time begins at {clock.Words(coming.From)}" : "in the next two months there is no such time")}.", next?.From);
    }

    public DateTimeOffset? Changes(Run run, DateTimeOffset now) =>
        hours.Restrict(run.Hours) && hours.Next(run.Hours, now, TimeSpan.Zero) is { } next && next.From <= now ? next.Until : null;

    private string Whose(Run run) => (hours.OfDaemon, run.Hours) switch
    {
        ({ } daemon, null) => $"The daemon trains only within {daemon}",
        (null, { } own) => $"It is trained only within {own}",
        var (daemon, own) => $"It is trained only within {own}, and the daemon trains only within {daemon}",
    };
}

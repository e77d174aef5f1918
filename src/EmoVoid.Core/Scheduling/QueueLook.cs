using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling;

/// <summary>One look at the queue: starts what may start, asks to leave what may not stay, and says why the rest waits.</summary>
internal sealed class QueueLook(QueueStore queue, ExecutorRegistry executors, IEnumerable<IStartRule> rules, RunsAtWork atWork, QueueView view, TimeProvider time)
{
    private readonly List<IStartRule> _rules = [.. rules];

    /// <returns>When the next reason to wait, or to work, ends by itself; null when none is known to.</returns>
    public async Task<DateTimeOffset?> Look()
    {
        var now = time.GetUtcNow();
        foreach (var run in queue.AtWork())
            if (Against(run, now, atWork: true) is { } reason)
                atWork.Ask(run.Id, new StopReason(StopKind.Rule, reason.Why));

        var waits = new Dictionary<string, RunWait>();
        foreach (var run in queue.Waiting().Where(run => !atWork.Has(run.Id)))
            if (await StartOrSayWhyNot(run, now) is { } reason)
                waits[run.Id] = reason;
        view.Show(waits, now);
        return waits.Values.Select(wait => wait.Until).Where(until => until > now).Min();
    }

    // Whatever is wrong with one run, the others behind it go on.
    private async Task<RunWait?> StartOrSayWhyNot(Run run, DateTimeOffset now)
    {
        try
        {
            return await StartOrWait(run, now);
        }
        catch (Exception e) when (e is ExecutorException or IOException or UnauthorizedAccessException)
        {
            return new RunWait(WaitKind.Device, e.Message);
        }
    }

    /// <returns>Why it waits; null when it was started.</returns>
    private async Task<RunWait?> StartOrWait(Run run, DateTimeOffset now)
    {
        if (Against(run, now, atWork: false) is { } reason)
            return reason;
        string? why = null;
        foreach (var executor in run.Executor is null ? executors.All : [executors.Of(run)])
        {
            var room = executor.RoomFor(run, atWork.PlacesOf(executor));
            if (room.Place is { } place && await atWork.Start(run, executor, place))
                return null;
            why ??= room.Why;
        }

        return new RunWait(WaitKind.Device, why ?? "The daemon is about to stop.");
    }

    private RunWait? Against(Run run, DateTimeOffset now, bool atWork) =>
        _rules.Where(rule => !atWork || rule.AppliesAtWork).Select(rule => rule.Check(run, now)).FirstOrDefault(reason => reason is not null);
}

using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling;

/// <summary>One look at the queue: starts what may start, asks to leave what may not stay, and says why the rest waits.</summary>
internal sealed class QueueLook(
    QueueStore queue, ExecutorRegistry executors, IEnumerable<IStartRule> rules, RunsAtWork atWork, QueueView view, IGpuStatus gpus, TimeProvider time)
{
    private readonly List<IStartRule> _rules = [.. rules];

    /// <returns>When the next reason to wait, or to work, ends by itself; null when none is known to.</returns>
    public async Task<DateTimeOffset?> Look()
    {
        var begin = time.GetTimestamp();
        var (working, waiting) = (queue.AtWork(), queue.Waiting().Where(run => !atWork.Has(run.Id)).ToList());
        if (working.Count + waiting.Count > 0) // else a GPU that sleeps may go on sleeping
            await gpus.Look();
        var now = time.GetUtcNow();
        foreach (var run in working)
            if (Against(run, now, atWork: true) is { } reason)
                atWork.Ask(run.Id, new StopReason(StopKind.Rule, reason.Why));

        var waits = new Dictionary<string, RunWait>();
        foreach (var run in waiting)
            if (await StartOrSayWhyNot(run, now) is { } reason)
                waits[run.Id] = reason;
        view.Show(waits, now, time.GetElapsedTime(begin));
        var ends = waits.Values.Select(wait => wait.Until);
        var turns = working.Concat(waiting.Where(run => !waits.ContainsKey(run.Id))).SelectMany(run => _rules.Select(rule => rule.Changes(run, now)));
        return ends.Concat(turns).Where(change => change > now).Min();
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
        RunWait? wait = null;
        foreach (var executor in run.Executor is null ? executors.All : [executors.Of(run)])
        {
            var room = executor.RoomFor(run, atWork.PlacesOf(executor));
            if (room.Place is { } place && await atWork.Start(run, executor, place))
                return null;
            wait ??= room.Wait;
        }

        return wait ?? new RunWait(WaitKind.Device, "The daemon is about to stop.");
    }

    private RunWait? Against(Run run, DateTimeOffset now, bool atWork) =>
        _rules.Where(rule => !atWork || rule.AppliesAtWork).Select(rule => rule.Check(run, now)).FirstOrDefault(reason => reason is not null);
}

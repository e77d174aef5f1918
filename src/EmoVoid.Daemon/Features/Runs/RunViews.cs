using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Gathers what a <see cref="RunView"/> shows, for a page of runs at once.</summary>
internal sealed class RunViews(RunSearch search, QueuePositions positions, QueueView waits, Activity activity, RunFiles files, TimeProvider time)
{
    public RunView Of(Run run) => Of([run])[0];

    public IReadOnlyList<RunView> Of(IReadOnlyList<Run> runs)
    {
        var ids = runs.Select(run => run.Id).ToList();
        var (steps, notes) = (search.LastSteps(ids), search.Notes(ids));
        return [.. runs.Select(run => View(run, steps.GetValueOrDefault(run.Id), [.. notes[run.Id]]))];
    }

    private RunView View(Run run, LastStep? last, IReadOnlyList<string> notes)
    {
        var moment = run.State.IsAtWork() ? activity.Of(run.Id) : null;
        return new RunView
        {
            Id = run.Id,
            Name = run.Name,
            Folder = run.Folder,
            Group = run.GroupId,
            Swept = run.Swept,
            State = run.State,
            Wish = run.Wish,
            Message = run.Message,
            Notes = notes,
            Model = run.Model,
            Images = run.Images,
            Settings = run.Settings,
            TrainedWith = run.TrainedWith,
            Progress = ProgressOf(run, last, moment),
            Place = new PlaceView(run.Executor, run.Place, run.DeviceAsked, ResidentMemory.Of(moment?.Trainer)),
            Queue = run.State.IsOver() ? null : new QueuePlaceView(run.Priority, positions.Of(run.Id), run.StartAt, run.Hours, WaitOf(run, moment)),
            Failures = run.Failures,
            ReturnedTo = run.ReturnedTo,
            EnergyWh = run.EnergyWh,
            Files = files.Of(run),
            CreatedAt = run.CreatedAt,
            StartedAt = run.StartedAt,
            EndedAt = run.EndedAt,
        };
    }

    private ProgressView ProgressOf(Run run, LastStep? last, Activity.Moment? moment)
    {
        var secondsLeft = last?.Pace is { } pace ? TimeLeft.Of(run, pace, last.Measuring) : (double?)null;
        return new ProgressView
        {
            Step = run.Step,
            Steps = run.Steps,
            Stage = moment?.Stage?.Stage,
            Loss = last?.Loss,
            Pulse = last?.Pulse,
            StopBase = last?.StopBase,
            MediumLoss = last?.MediumLoss,
            Lit = last?.Lit,
            SecondsLeft = secondsLeft,
            ExpectedAt = secondsLeft is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null,
        };
    }

    // A trainer that is started may still wait, as a job of a cluster for its node.
    private RunWait? WaitOf(Run run, Activity.Moment? moment) => run.State switch
    {
        RunState.Queued => waits.Of(run.Id),
        _ => moment?.Trainer?.Waits is { } why ? new RunWait(WaitKind.Device, why) : null,
    };
}

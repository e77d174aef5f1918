using EmoVoid.Core.Executors;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Scheduling;

/// <summary>
/// What people may ask of a run, wherever they ask it: over REST, on the command line, by a button. A verb that asks for what is so already
/// changes nothing; one that the state does not allow is refused with the state.
/// </summary>
public sealed class RunCommands
{
    private readonly RunStore _runs;
    private readonly RunsAtWork _atWork;
    private readonly RunEnding _ending;
    private readonly Activity _activity;
    private readonly StateFolder _folders;
    private readonly RecycleBin _bin;
    private readonly GroupEnding _groups;

    internal RunCommands(RunStore runs, RunsAtWork atWork, RunEnding ending, Activity activity, StateFolder folders, RecycleBin bin, GroupEnding groups) =>
        (_runs, _atWork, _ending, _activity, _folders, _bin, _groups) = (runs, atWork, ending, activity, folders, bin, groups);

    /// <summary>Lets a run wait for a person: at once when it is queued, when its trainer has saved and left when it is at work.</summary>
    /// <exception cref="RunConflictException">It is over.</exception>
    public Run Pause(string id) => AsItIs(id, run => run switch
    {
        { State: RunState.Paused } => run,
        { State: var state } when state.IsAtWork() => Wish(id, RunWish.Pause, StopReason.Pause),
        { State: var state } when state.IsOver() => throw Over(run, "paused"),
        _ => _runs.Move(id, RunTransition.Hold, "Held before its start; it keeps its place in the queue."),
    });

    /// <summary>Lets a paused run go on; one whose trainer is about to leave for a pause comes back by itself.</summary>
    /// <exception cref="RunConflictException">It is over.</exception>
    public Run Resume(string id) => AsItIs(id, run => run switch
    {
        { State: RunState.Queued } => run,
        { Wish: RunWish.Cancel } => throw new RunConflictException(id, run.State, $"Run '{id}' is being cancelled. Retry it when it is."),
        { State: var state } when state.IsAtWork() => _runs.Wish(id, null),
        _ => _runs.Move(id, RunTransition.Resume, "Resumed."),
    });

    /// <summary>Lets a queued run wait for a person before its start; one that is at work stays at work.</summary>
    /// <exception cref="RunConflictException">It is not queued.</exception>
    public Run Hold(string id) => AsItIs(id, run => run.State == RunState.Paused
        ? run
        : _runs.Move(id, RunTransition.Hold, "Held before its start; it keeps its place in the queue."));

    /// <summary>Lets a run that waits for a person go on.</summary>
    /// <exception cref="RunConflictException">It does not wait for one.</exception>
    public Run Release(string id) => AsItIs(id, run => run.State == RunState.Queued ? run : _runs.Move(id, RunTransition.Resume, "Released."));

    /// <summary>Ends a run for good; its folder goes to <c>returned/</c>.</summary>
    /// <exception cref="RunConflictException">It is over otherwise.</exception>
    public Run Cancel(string id) => AsItIs(id, run =>
    {
        if (run.State == RunState.Cancelled)
            return run;
        if (run.State.IsAtWork())
            return Wish(id, RunWish.Cancel, StopReason.Cancel);
        if (run.State.IsOver())
            throw Over(run, "cancelled");
        _ending.Cancel(id, RunTransition.Withdraw);
        return _runs.Get(id);
    });

    /// <summary>Gives a failed or cancelled run another try, from its saved state when there is one.</summary>
    /// <exception cref="RunConflictException">It is not over, it is completed, or its folder is no longer where it was given back.</exception>
    public Run Retry(string id)
    {
        var run = _runs.Get(id);
        if (!RunTransition.Retry.IsAllowedFrom(run.State))
            throw new RunTransitionException(id, run.State, RunTransition.Retry);
        // Its job still gives the folder back, which would take it away from the new try.
        if (_atWork.Has(id))
            throw new RunConflictException(id, run.State, $"Run '{id}' is {run.State.Word()} and still leaves its device; ask again in a moment.");
        if (run.GroupId is not null)
            return _groups.Retry(run, () => MoveToRetry(id));
        TakeBack(run);
        return MoveToRetry(id);
    }

    /// <summary>Takes a run that is over out of the records; its files go to <c>recycle/</c>, its data set to <c>returned/</c>.</summary>
    /// <returns>Where its files are until housekeeping empties the folder; null when it had none.</returns>
    /// <exception cref="RunConflictException">It is not over.</exception>
    public string? Delete(string id)
    {
        var run = _runs.Get(id);
        if (!run.State.IsOver() || _atWork.Has(id))
            throw new RunConflictException(id, run.State, $"Run '{id}' is {run.State.Word()}; cancel it before it is deleted.");
        var place = _bin.Take(run);
        _runs.Delete(id);
        return place;
    }

    /// <summary>Gives a run another priority; the higher is trained first.</summary>
    /// <exception cref="RunConflictException">It is over.</exception>
    public Run SetPriority(string id, int priority) => Change(id, new RunColumns().Priority(priority));

    /// <summary>Gives a run another priority, start time or hours.</summary>
    /// <exception cref="RunConflictException">It is over.</exception>
    public Run Change(string id, RunColumns columns) => _runs.Get(id) is var run && run.State.IsOver()
        ? throw new RunConflictException(id, run.State, $"Run '{id}' is {run.State.Word()}; it has no place in the queue any more.")
        : _runs.Set(id, columns);

    /// <summary>Says a word to a run's trainer.</summary>
    /// <exception cref="RunConflictException">None is at work, or it does not hear.</exception>
    public async Task Tell(string id, TrainerCommand command)
    {
        var run = _runs.Get(id);
        if (run.State != RunState.Training || _activity.Of(id)?.Trainer is not { } trainer || !await trainer.Tell(command))
            throw new RunConflictException(id, run.State, $"Run '{id}' is {run.State.Word()}; it can {command.ToString().ToLowerInvariant()} only while it takes steps.");
    }

    private Run MoveToRetry(string id) =>
        _runs.Move(id, RunTransition.Retry, "Tried again on request.", also: new RunColumns().Failures(0, null).ReturnedTo(null));

    /// <summary>A run may start or end between the look at its state and the deed; then the deed is refused, and the new state is looked at.</summary>
    private Run AsItIs(string id, Func<Run, Run> deed)
    {
        while (true)
        {
            var run = _runs.Get(id);
            try
            {
                return deed(run);
            }
            catch (RunConflictException e) when (e.State != run.State)
            {
            }
        }
    }

    private static RunConflictException Over(Run run, string asked) =>
        new(run.Id, run.State, $"Run '{run.Id}' is {run.State.Word()}; a run can be {asked} only before it is over.");

    private Run Wish(string id, RunWish wish, StopReason reason)
    {
        var run = _runs.Wish(id, wish);
        _atWork.Ask(id, reason);
        return run;
    }

    // The trainer compares captions and pictures with its saved state: a changed folder is not trained on as if it were the old one.
    private void TakeBack(Run run)
    {
        if (Directory.Exists(_folders.DatasetOf(run.Id)))
            return; // an earlier try that was cut
        if (run.ReturnedTo is not { } place || !Directory.Exists(place))
            throw new RunConflictException(run.Id, run.State, $"Run '{run.Id}' cannot be tried again: its folder is no longer at {run.ReturnedTo ?? "a place that is known"}. Put the folder into the inbox; it becomes a new run.");
        if (!File.Exists(_folders.PlanOf(run.Id)))
            throw new RunConflictException(run.Id, run.State, $"Run '{run.Id}' cannot be tried again: its plan is no longer at {_folders.PlanOf(run.Id)}. Put the folder into the inbox; it becomes a new run.");
        Directory.Move(place, _folders.DatasetOf(run.Id));
        File.Delete(ReturnedFolders.ReasonsOf(place));
    }
}

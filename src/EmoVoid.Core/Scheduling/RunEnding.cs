using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Scheduling;

/// <summary>Turns the end of a trainer into the end of its run, or into another wait.</summary>
internal sealed class RunEnding(
    RunStore runs, CheckpointStore checkpoints, RunOutput output, LossPlotter plotter, ReturnedFolders returned, SecondChance chance, TrainerKinds trainers, StateFolder folders, ILogger<RunEnding> log)
{
    private const int LinesOfLog = 10;

    /// <param name="stop">Why the trainer had been asked to leave; null when it had not.</param>
    public void End(string run, AttendedEnd end, StopReason? stop)
    {
        var wish = runs.Get(run).Wish;
        if (wish == RunWish.Cancel)
            Cancel(run, RunTransition.Cancel, end.ExitCode);
        else if (IsTrained(run, end.ExitCode))
            Complete(run);
        else if (wish == RunWish.Pause)
            Pause(run, end.ExitCode);
        else if (end.End.Kind == EndKind.Withdrawn && stop is null)
            Pause(run, end.ExitCode, end.End.Words);
        else if (end.End.Kind == EndKind.Cut || end.ExitCode == (int)TrainerExitCode.Stopped || (stop is not null && end.Hung is null))
            WaitAgain(run, stop?.Why ?? end.End.Words ?? "Somebody stopped its trainer.", end.ExitCode);
        else if (chance.After(runs.Get(run), end) is { } again)
            TryAgain(run, again, end.ExitCode);
        else
            Fail(run, SecondChance.LastWord(runs.Get(run), end), end.ExitCode);
    }

    /// <summary>Lets a run that could not be started wait, unless a person wants otherwise meanwhile.</summary>
    /// <param name="why">A sentence.</param>
    public void NotNow(string run, string why, DateTimeOffset notBefore)
    {
        if (runs.Get(run).Wish == RunWish.Cancel)
            Cancel(run, RunTransition.Cancel);
        else if (runs.Get(run).Wish == RunWish.Pause)
            Pause(run);
        else
            WaitAgain(run, why, exitCode: null, notBefore);
    }

    /// <summary>Whether all steps are done and there is something to show for them.</summary>
    public bool IsTrained(string run, int exitCode) => exitCode == (int)TrainerExitCode.Done && checkpoints.List(run).Count > 0;

    /// <summary>Puts the result of a run whose steps are all done into the output folder. May be called again after an interruption at any point.</summary>
    public void Complete(string run)
    {
        output.Put(runs.Get(run));
        output.TidyUp(run); // whoever is told "completed" finds nothing still on the move
        runs.Move(run, RunTransition.Complete, exitCode: (int)TrainerExitCode.Done);
        log.RunCompleted(run, output.RecommendedOf(run));
    }

    /// <summary>Gives the user's folder back with the reasons. May be called again after an interruption at any point.</summary>
    public void Fail(string run, string message, int? exitCode = null)
    {
        log.RunFailed(run, message);
        plotter.Draw(runs.Get(run), folders.WorkOf(run));
        GiveBack(runs.Move(run, RunTransition.Fail, message, exitCode));
    }

    /// <summary>Ends a run as a person wished, and gives the folder back.</summary>
    /// <param name="way"><see cref="RunTransition.Cancel"/>, or <see cref="RunTransition.Withdraw"/> when no trainer is at work.</param>
    public void Cancel(string run, RunTransition way, int? exitCode = null)
    {
        var before = runs.Get(run);
        GiveBack(runs.Move(run, way, before.Step > 0 ? $"Cancelled after step {before.Step}." : "Cancelled before its first step.", exitCode));
    }

    /// <summary>Moves the data set of a run that failed or was cancelled to where it can be tried again from. Checkpoints, log and loss plot stay in the work folder.</summary>
    public void GiveBack(Run run)
    {
        if (!Directory.Exists(folders.DatasetOf(run.Id)))
            return;
        var place = run.State == RunState.Failed
            ? returned.PutFailed(folders.DatasetOf(run.Id), run.Folder, [run.Message!, .. LastLinesOf(run.Id)], runs.Notes(run.Id))
            : returned.Put(folders.DatasetOf(run.Id), run.Folder);
        runs.Set(run.Id, new RunColumns().ReturnedTo(place));
    }

    /// <summary>Puts a run that was interrupted back into the queue; its trainer goes on from its saved state.</summary>
    /// <param name="why">A sentence.</param>
    /// <param name="notBefore">When it is tried again; null: as soon as there is room.</param>
    public void WaitAgain(string run, string why, int? exitCode, DateTimeOffset? notBefore = null)
    {
        var message = $"{why} {HowItGoesOn(run)}";
        runs.Move(run, RunTransition.Requeue, message, exitCode, notBefore is null ? null : new RunColumns().NotBefore(notBefore));
        log.RunWaitsAgain(run, message);
    }

    /// <summary>Lets a run wait for a person.</summary>
    /// <param name="why">A sentence; null: a person asked for it.</param>
    public void Pause(string run, int? exitCode = null, string? why = null) =>
        runs.Move(run, RunTransition.Pause, $"{why ?? "Paused on request."} {HowItGoesOn(run)}", exitCode);

    private void TryAgain(string run, RunRetry again, int exitCode)
    {
        runs.Move(run, RunTransition.Requeue, $"{again.Why} {HowItGoesOn(run)}", exitCode, again.Columns);
        runs.Note(run, again.Note);
        log.RunTriedAgain(run, again.Why);
    }

    private string HowItGoesOn(string run) => trainers.Of(run).HowItGoesOn(run);

    private IEnumerable<string> LastLinesOf(string run)
    {
        var log = folders.TrainerLogOf(run);
        return File.Exists(log) ? File.ReadLines(log).TakeLast(LinesOfLog).Where(line => line.Length > 0).Select(line => "log: " + line) : [];
    }
}

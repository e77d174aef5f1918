using EmoVoid.Contracts.Events;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Scheduling;

/// <summary>Turns the end of a trainer into the end of its run, or into another wait in the queue.</summary>
internal sealed class RunEnding(
    RunStore runs, CheckpointStore checkpoints, RunOutput output, LossPlotter plotter, FailedFolder failed, StateFolder folders, ILogger<RunEnding> log)
{
    private const int LinesOfLog = 10;

    /// <param name="lastWords">What the trainer said of its failure, if it did.</param>
    /// <param name="asked">Whether the daemon had asked the trainer to leave.</param>
    public void End(string run, int exitCode, Failed? lastWords, bool asked)
    {
        if (IsTrained(run, exitCode))
            Complete(run);
        else if (exitCode == (int)TrainerExitCode.Stopped || asked)
            WaitAgain(run, exitCode);
        else
            Fail(run, lastWords?.Message ?? TrainerDeath.Explain(exitCode), exitCode);
    }

    /// <summary>Whether all steps are done and there is something to show for them.</summary>
    public bool IsTrained(string run, int exitCode) => exitCode == (int)TrainerExitCode.Done && checkpoints.List(run).Count > 0;

    /// <summary>Puts the result of a run whose steps are all done into the output folder. May be called again after an interruption at any point.</summary>
    public void Complete(string run)
    {
        output.Put(runs.Get(run));
        output.TidyUp(run); // whoever is told "completed" finds nothing still on the move
        runs.Move(run, RunState.Completed, exitCode: (int)TrainerExitCode.Done);
        log.RunCompleted(run, output.RecommendedOf(run));
    }

    /// <summary>Gives the user's folder back with the reasons. May be called again after an interruption at any point.</summary>
    public void Fail(string run, string message, int? exitCode = null)
    {
        log.RunFailed(run, message);
        plotter.Draw(runs.Get(run), folders.WorkOf(run));
        GiveBack(runs.Move(run, RunState.Failed, message, exitCode));
    }

    /// <summary>Moves a failed run's data set to where it can be tried again from. Checkpoints, log and loss plot stay in the work folder.</summary>
    public void GiveBack(Run run)
    {
        if (Directory.Exists(folders.DatasetOf(run.Id)))
            failed.Put(folders.DatasetOf(run.Id), run.Folder, [run.Message!, .. LastLinesOf(run.Id)], runs.Notes(run.Id));
    }

    /// <summary>Puts a run that was interrupted back into the queue; its trainer goes on from its saved state.</summary>
    public void WaitAgain(string run, int? exitCode)
    {
        // The trainer's own file decides: when the daemon was killed, the last save came after the last word it heard.
        var message = File.Exists(folders.SavedStateOf(run))
            ? "Stopped; goes on from its saved state with the daemon."
            : "Stopped before its first checkpoint; starts afresh with the daemon.";
        runs.Move(run, RunState.Queued, message, exitCode);
        log.RunWaitsAgain(run, message);
    }

    private IEnumerable<string> LastLinesOf(string run)
    {
        var log = folders.TrainerLogOf(run);
        return File.Exists(log) ? File.ReadLines(log).TakeLast(LinesOfLog).Where(line => line.Length > 0).Select(line => "log: " + line) : [];
    }
}

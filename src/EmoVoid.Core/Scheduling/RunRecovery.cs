using EmoVoid.Core.Executors;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Scheduling;

/// <summary>Puts right, before anything is trained, what an earlier daemon left half done when it was killed.</summary>
internal sealed class RunRecovery(
    RunStore runs, QueueStore queue, ExecutorRegistry executors, RunsAtWork atWork, RunFollower follower, RunEnding ending, RunOutput output, StateFolder folders,
    ILogger<RunRecovery> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var run in queue.AtWork())
            await TakeUp(run, cancellationToken);
        var states = runs.States();
        foreach (var id in Directory.GetDirectories(folders.Work).Concat(Directory.GetDirectories(folders.Output)).Select(path => Path.GetFileName(path)).Distinct())
            if (states.TryGetValue(id, out var state))
                Tidy(id, state);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task TakeUp(Run run, CancellationToken cancel)
    {
        if (output.HasBegun(run.Id))
        {
            log.EndRepaired(run.Id);
            ending.Complete(run.Id);
        }
        else if (await FindAgain(run, cancel) is { } found)
            await Adopt(run, found.Executor, found.Trainer);
        else if (run.Wish == RunWish.Cancel)
            ending.Cancel(run.Id, RunTransition.Cancel);
        else if (run.Wish == RunWish.Pause)
            ending.Pause(run.Id);
        else
            ending.WaitAgain(run.Id, "The daemon was gone for a while.", exitCode: null);
    }

    private async Task<(IExecutor Executor, IExecution Trainer)?> FindAgain(Run run, CancellationToken cancel)
    {
        try
        {
            var executor = executors.Of(run);
            return await executor.FindAgain(follower.WorkOf(run), run.Handle, cancel) is { } trainer ? (executor, trainer) : null;
        }
        catch (ExecutorException e)
        {
            log.TrainerNotFoundAgain(run.Id, e.Message);
            return null;
        }
    }

    // What a person asked of it still holds.
    private async Task Adopt(Run run, IExecutor executor, IExecution trainer)
    {
        await atWork.Start(run, executor, run.Place!, trainer);
        if (run.Wish is { } wish)
            atWork.Ask(run.Id, wish == RunWish.Cancel ? StopReason.Cancel : StopReason.Pause);
    }

    // Years of results lie in the output: a run is read only when there is something to do for it.
    private void Tidy(string run, RunState state)
    {
        switch (state)
        {
            case RunState.Completed:
                output.TidyUp(run);
                break;
            case RunState.Queued or RunState.Paused when Directory.Exists(folders.OutputOf(run)):
                CompleteAfterRestore(runs.Get(run));
                break;
            case RunState.Failed or RunState.Cancelled when Directory.Exists(folders.DatasetOf(run)):
                log.EndRepaired(run);
                ending.GiveBack(runs.Get(run));
                break;
        }
    }

    // The database is a backup from before the run was trained; its result is whole, or it would not be there.
    private void CompleteAfterRestore(Run run)
    {
        log.EndRepaired(run.Id);
        if (run.State == RunState.Paused)
            runs.Move(run.Id, RunTransition.Resume);
        runs.Move(run.Id, RunTransition.Start);
        ending.Complete(run.Id);
        runs.Note(run.Id, "The database was restored from a backup made before this run ended: its steps and checkpoints are in the output folder's report alone.");
    }
}

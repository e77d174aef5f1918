using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Scheduling;

/// <summary>Puts right, before anything is trained, what an earlier daemon left half done when it was killed.</summary>
internal sealed class RunRecovery(RunStore runs, RunEnding ending, RunOutput output, StateFolder folders, ILogger<RunRecovery> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var id in Directory.GetDirectories(folders.Work).Concat(Directory.GetDirectories(folders.Output)).Select(path => Path.GetFileName(path)).Distinct())
            if (runs.Find(id) is { } run)
                Repair(run);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Repair(Run run)
    {
        switch (run.State)
        {
            case RunState.Preparing or RunState.Training when output.HasBegun(run.Id):
                log.EndRepaired(run.Id);
                ending.Complete(run.Id);
                break;
            case RunState.Preparing or RunState.Training:
                ending.WaitAgain(run.Id, exitCode: null);
                break;
            case RunState.Completed:
                output.TidyUp(run.Id);
                break;
            case RunState.Failed when Directory.Exists(folders.DatasetOf(run.Id)):
                log.EndRepaired(run.Id);
                ending.GiveBack(run);
                break;
        }
    }
}

using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Trains the queued runs of a device, oldest first, until none waits or the daemon stops. A run that fails leaves the way free for the next.</summary>
[DisallowConcurrentExecution]
internal sealed class TrainingJob(RunStore runs, RunFollower follower, RunEnding ending, IHostApplicationLifetime daemon, ILogger<TrainingJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        while (!daemon.ApplicationStopping.IsCancellationRequested && runs.NextQueued() is { } run)
            await Train(run, daemon.ApplicationStopping);
    }

    // Whatever breaks here is a mistake of this program or a full disk: the run ends with it, the queue does not.
    private async Task Train(Run run, CancellationToken stopping)
    {
        try
        {
            await follower.Follow(run, stopping);
        }
        catch (Exception e)
        {
            log.RunBroke(e, run.Id);
            GiveUp(run.Id, e);
        }
    }

    // A folder that cannot be given back now is given back at the next start. A run that cannot even be ended would be taken
    // again and again: then the job ends instead, and the next run that is queued wakes it.
    private void GiveUp(string run, Exception reason)
    {
        if (runs.Get(run).State.IsOver())
            return;
        try
        {
            ending.Fail(run, $"The daemon could not carry the run on: {reason.Message}");
        }
        catch (Exception e) when (runs.Get(run).State.IsOver())
        {
            log.RunBroke(e, run);
        }
    }
}

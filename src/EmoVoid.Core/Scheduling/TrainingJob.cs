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
        catch (Exception e) when (e is not RunTransitionException)
        {
            log.RunBroke(e, run.Id);
            ending.Fail(run.Id, $"The daemon could not carry the run on: {e.Message}");
        }
    }
}

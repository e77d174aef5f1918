using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Wakes the job that trains queued runs whenever a run is queued. While another one trains, the new one waits its turn.</summary>
internal sealed class TrainingQueue(RunStore runs, ISchedulerFactory schedulers) : IHostedService
{
    // One job a device, and no job beside itself: so there is never more than one trainer on a device.
    internal static readonly JobKey OnTheDevice = new("train", "device");

    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _scheduler = await schedulers.GetScheduler(cancellationToken);
        runs.Queued += Wake;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        runs.Queued -= Wake;
        return Task.CompletedTask;
    }

    // The scheduler keeps its triggers in memory: this takes microseconds.
    private void Wake(Run run) => _scheduler!.TriggerJob(OnTheDevice).AsTask().GetAwaiter().GetResult();
}

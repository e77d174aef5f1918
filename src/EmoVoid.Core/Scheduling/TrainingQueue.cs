using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Wakes the job that trains queued runs, one after the other.</summary>
public sealed class TrainingQueue(ISchedulerFactory schedulers)
{
    // One job a device, and no job beside itself: so there is never more than one trainer on a device.
    internal static readonly JobKey OnTheDevice = new("train", "device");

    /// <summary>A run was queued. While another run trains, this is remembered and comes after it.</summary>
    public async Task Wake(CancellationToken cancel = default)
    {
        var scheduler = await schedulers.GetScheduler(cancel);
        await scheduler.TriggerJob(OnTheDevice, cancellationToken: cancel);
    }
}

using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>A look at the queue, and the alarm for the next one.</summary>
[DisallowConcurrentExecution]
internal sealed class QueueJob(QueueLook look, LookRequest request, TimeProvider time) : IJob
{
    private static readonly TriggerKey Alarm = new("alarm", "queue");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        request.Begin();
        if (await look.Look() is not { } next)
            return;
        // By the daemon's clock, whatever Quartz's own says; an alarm that rings late is a look that is late, and the regular one stands behind it.
        var trigger = TriggerBuilder.Create(time).WithIdentity(Alarm).ForJob(QueueHost.Look).StartAt(next > time.GetUtcNow() ? next : time.GetUtcNow()).Build();
        await context.Scheduler.ScheduleJob(trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
    }
}

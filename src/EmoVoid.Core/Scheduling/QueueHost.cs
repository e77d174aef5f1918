using EmoVoid.Core.Runs;
using EmoVoid.Core.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Has Quartz look at the queue: whenever something happened, when a reason to wait ends, and now and then in any case.</summary>
internal sealed class QueueHost(
    ISchedulerFactory schedulers, RunFeed feed, RunsAtWork atWork, SettingStore settings, LookRequest request, IHostApplicationLifetime daemon,
    IOptions<SchedulingOptions> options, TimeProvider time)
    : BackgroundService
{
    public static readonly JobKey Look = new("look", "queue");
    private static readonly TriggerKey Regularly = new("regularly", "queue");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.ScheduleJob(
            JobBuilder.Create<QueueJob>().WithIdentity(Look).StoreDurably().Build(),
            TriggerBuilder.Create(time).WithIdentity(Regularly).StartNow().WithSimpleSchedule(every => every.WithInterval(options.Value.LookEvery).RepeatForever()).Build(),
            cancellationToken: cancellationToken);
        atWork.Left += Wake;
        settings.Changed += WakeForSetting;
        await base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        atWork.Left -= Wake;
        settings.Changed -= WakeForSetting;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        await foreach (var news in subscription.News.ReadAllAsync(stoppingToken))
            if (news is RunMoved { Run.State: RunState.Queued } or RunChanged)
                await WakeAsync(stoppingToken);
    }

    private void Wake() => WakeAsync(CancellationToken.None).GetAwaiter().GetResult(); // the triggers are in memory: this takes microseconds

    private void WakeForSetting(string name) => Wake();

    private async Task WakeAsync(CancellationToken cancel)
    {
        if (daemon.ApplicationStopping.IsCancellationRequested)
            return; // nothing is started any more, and the scheduler may be gone
        if (!request.Ask())
            return; // a look that has not begun sees this too
        var scheduler = await schedulers.GetScheduler(cancel);
        await scheduler.TriggerJob(Look, cancellationToken: cancel);
    }
}

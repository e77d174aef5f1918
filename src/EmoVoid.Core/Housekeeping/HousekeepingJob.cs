using EmoVoid.Core.Configuration;
using EmoVoid.Core.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace EmoVoid.Core.Housekeeping;

/// <summary>Keeps the house at its time of day, and soon after the start when the last backup is more than a day old: the machine slept, or was off.</summary>
[DisallowConcurrentExecution]
internal sealed class HousekeepingJob(Housekeeper housekeeper) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        housekeeper.Keep();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Tells Quartz when.</summary>
internal sealed class HousekeepingSchedule(ISchedulerFactory schedulers, DatabaseBackups backups, IOptions<HousekeepingOptions> options, TimeProvider time) : IHostedService
{
    private static readonly JobKey Keep = new("keep", "house");
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2); // the start is busy enough

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var at = options.Value.Time;
        await scheduler.ScheduleJob(
            JobBuilder.Create<HousekeepingJob>().WithIdentity(Keep).StoreDurably().Build(),
            TriggerBuilder.Create().WithIdentity("daily", "house").WithCronSchedule($"0 {at.Minute} {at.Hour} * * ?").Build(),
            cancellationToken: cancellationToken);
        if (backups.List() is not [var newest, ..] || time.GetUtcNow() - newest.MadeAt > TimeSpan.FromDays(1))
            await scheduler.ScheduleJob(TriggerBuilder.Create().WithIdentity("late", "house").ForJob(Keep).StartAt(time.GetUtcNow() + Calm).Build(), cancellationToken: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Puts the housekeeping together.</summary>
public static class HousekeepingServices
{
    /// <param name="settings">The section <c>EmoVoid</c>.</param>
    public static IServiceCollection AddHousekeeping(this IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<HousekeepingOptions, HousekeepingOptionsValidator>(settings.GetSection("Housekeeping"));
        services.AddSingleton<Housekeeper>().AddSingleton<Health.IHealthWarnings>(all => all.GetRequiredService<Housekeeper>());
        services.AddHostedService<HousekeepingSchedule>().AddHostedService<MemoryReturn>();
        return services;
    }
}

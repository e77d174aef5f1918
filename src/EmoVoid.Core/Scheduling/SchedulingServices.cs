using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Executors.Slurm;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Health;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Models;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Receipts;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Scheduling.Rules;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Puts the scheduling together.</summary>
public static class SchedulingServices
{
    /// <summary>More than runs can be at work at once, here or on a cluster.</summary>
    private const int MostJobs = 256;

    /// <param name="settings">The section <c>EmoVoid</c>.</param>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<SchedulingOptions>(settings);
        services.AddSingleton<SampleFiles>().AddSingleton<SamplePlanner>().AddSingleton<SampleMaker>();
        services.AddSingleton<RunAdvice>().AddSingleton<LossPlotter>().AddSingleton<RunOutput>();
        services.AddSingleton<Launcher>().AddSingleton<PlannedDevice>().AddSingleton<IExecutor, LocalExecutor>();
        AddSlurm(services);
        services.AddSingleton<Activity>().AddSingleton<Attendance>().AddSingleton<RunFollower>();
        services.AddSingleton<LeanerMemory>().AddSingleton<SecondChance>().AddSingleton<RunEnding>();
        services.AddSingleton<QueueView>().AddSingleton<RunsAtWork>().AddSingleton<QueueLook>().AddSingleton<LookRequest>();
        services.AddSingleton(all => new RunCommands(
            all.GetRequiredService<RunStore>(), all.GetRequiredService<RunsAtWork>(), all.GetRequiredService<RunEnding>(), all.GetRequiredService<Activity>(),
            all.GetRequiredService<StateFolder>(), all.GetRequiredService<RecycleBin>(), all.GetRequiredService<GroupEnding>()));
        services.AddSingleton<GroupReports>().AddSingleton<GroupPlotter>().AddSingleton<GroupEnding>().AddSingleton<GroupCommands>();
        services.AddSingleton(all => new ReceiptRerun(
            all.GetRequiredService<OwnTrainer>(), all.GetRequiredService<ModelCatalog>(), all.GetRequiredService<Launcher>(), all.GetRequiredService<Attendance>()));
        AddGpus(services, settings);
        AddRules(services);
        services.AddHostedService<RunRecovery>();
        services.AddHostedService<GroupHost>();
        services.AddHostedService<QueueHost>();
        services.AddQuartz(quartz => quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = MostJobs));
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return services;
    }

    // Its hosted service comes before those that look for what it finds.
    private static void AddSlurm(IServiceCollection services)
    {
        services.AddSingleton<SlurmClusters>().AddSingleton<JobSize>().AddSingleton<IHealthWarnings>(all => all.GetRequiredService<SlurmClusters>());
        services.AddSingleton(all => ExecutorRegistry.Of(
            all.GetServices<IExecutor>(), all.GetRequiredService<SlurmClusters>(), all.GetRequiredService<IOptions<ExecutorsOptions>>()));
        services.AddHostedService(all => all.GetRequiredService<SlurmClusters>());
    }

    private static void AddGpus(IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<GpuOptions, GpuOptionsValidator>(settings);
        services.AddSingleton<IGpuStatus, NvidiaSmi>().AddSingleton<GpuYield>().AddSingleton<Neighbourhood>().AddSingleton<GpuRuns>();
        services.AddHostedService<EnergyMeter>();
    }

    // The first one that speaks against a run is what people are told.
    private static void AddRules(IServiceCollection services) => services
        .AddSingleton<IStartRule, HoldRule>()
        .AddSingleton<IStartRule, StartTimeRule>()
        .AddSingleton<IStartRule, HoursRule>()
        .AddSingleton<IStartRule, NeighbourRule>()
        .AddSingleton<IStartRule, RetryRule>()
        .AddSingleton<FreeSpaceRule>().AddSingleton<IStartRule>(all => all.GetRequiredService<FreeSpaceRule>()).AddSingleton<Health.IHealthWarnings>(all => all.GetRequiredService<FreeSpaceRule>());
}

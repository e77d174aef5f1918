using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Samples;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>Puts the scheduling together.</summary>
public static class SchedulingServices
{
    /// <param name="settings">The section <c>EmoVoid</c>.</param>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<SchedulingOptions>().Bind(settings)
            .Validate(options => options.StopTimeout > TimeSpan.Zero, "EmoVoid:StopTimeout must be more than nothing, as 00:01:00")
            .Validate(options => options.SampleTimeout > TimeSpan.Zero, "EmoVoid:SampleTimeout must be more than nothing, as 00:30:00").ValidateOnStart();
        services.AddSingleton<SampleFiles>().AddSingleton<SamplePlanner>().AddSingleton<SampleMaker>();
        services.AddSingleton<Activity>().AddSingleton<RunFollower>().AddSingleton<RunEnding>();
        services.AddSingleton<RunAdvice>().AddSingleton<LossPlotter>().AddSingleton<RunOutput>();
        services.AddHostedService<TrainingQueue>();
        services.AddHostedService<RunRecovery>();
        services.AddQuartz(quartz => quartz
            .AddJob<TrainingJob>(job => job.WithIdentity(TrainingQueue.OnTheDevice).StoreDurably())
            .RunAtStartup(TrainingQueue.OnTheDevice));
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return services;
    }
}

using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Metrics;

/// <summary>Counts every step's time as it is told.</summary>
internal sealed class StepTimes(RunFeed feed, DaemonMetrics metrics) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe();
        await foreach (var news in subscription.News.ReadAllAsync(stoppingToken))
            if (news is RunStepped stepped)
                foreach (var step in stepped.Steps)
                    metrics.StepSeconds.Observe(step.Seconds);
    }
}

using System.Collections.Concurrent;
using EmoVoid.Core.Health;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>The clusters of the configuration, each asked by one watcher however many executors use it; nothing at all where there is none.</summary>
internal sealed class SlurmClusters(
    IOptions<ExecutorsOptions> options, TrainerKinds trainers, JobSize size, StateFolder folders, IHostApplicationLifetime daemon, TimeProvider time, ILoggerFactory logs)
    : BackgroundService, IHealthWarnings
{
    private readonly ConcurrentDictionary<(string?, string?), SlurmCluster> _clusters = [];
    private readonly ConcurrentDictionary<string, SlurmExecutor> _executors = [];

    public SlurmExecutor ExecutorOf(ExecutorOptions executor) => _executors.GetOrAdd(executor.Name, _ => new SlurmExecutor(
        executor, ClusterOf(executor), trainers, size, folders, daemon, time, logs.CreateLogger<SlurmExecutor>()));

    public IEnumerable<string> Warnings() => _clusters.Values.Select(cluster => cluster.Problem).OfType<string>()
        .Select(problem => $"Slurm does not answer: {problem} Runs wait for it; jobs that work go on.")
        .Concat(_clusters.Values.SelectMany(cluster => cluster.Strays(DaemonId.Of(folders)))
            .Select(job => $"Slurm job {job.Id} of run '{job.Tag!.Run}' is at work and no run here follows it. 'scancel {job.Id}' ends it; when the run is started it is taken up."))
        .Concat(_executors.Values.SelectMany(executor => executor.Warnings()));

    public override void Dispose()
    {
        foreach (var cluster in _clusters.Values)
            cluster.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(options.Value.Executors.Where(executor => executor.IsSlurm)
        .Select(ClusterOf).Distinct().Select(cluster => cluster.Watch(stoppingToken)));

    // The most impatient of several executors decides.
    private SlurmCluster ClusterOf(ExecutorOptions executor) => _clusters.GetOrAdd((executor.Programs, executor.Config), key => new SlurmCluster(
        new SlurmPrograms(key.Item1, key.Item2, time),
        TimeSpan.FromSeconds(options.Value.Executors.Where(other => other.IsSlurm && (other.Programs, other.Config) == key).Min(other => other.PollSeconds)),
        time, logs.CreateLogger<SlurmCluster>()));
}

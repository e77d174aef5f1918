using System.Collections.Concurrent;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace EmoVoid.Core.Scheduling;

/// <summary>The runs that this daemon has at work, or is about to: who is where, and how to ask one to leave.</summary>
internal sealed class RunsAtWork(ISchedulerFactory schedulers, IHostApplicationLifetime daemon, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Work> _works = [];

    /// <summary>Raised when a run has left its place.</summary>
    public event Action? Left;

    public bool Has(string run) => _works.ContainsKey(run);

    public IReadOnlyCollection<string> PlacesOf(IExecutor executor) =>
        [.. _works.Values.Where(work => work.Executor == executor).Select(work => work.Place)];

    /// <summary>Has Quartz start a job for the run.</summary>
    /// <param name="found">Its trainer, when there is one from before the daemon's start.</param>
    /// <returns>False when the daemon is about to stop, or has the run at work.</returns>
    public async Task<bool> Start(Run run, IExecutor executor, string place, IExecution? found = null)
    {
        if (daemon.ApplicationStopping.IsCancellationRequested)
            return false;
        var work = new Work(executor, place, found, new RunStop(daemon.ApplicationStopping));
        if (!_works.TryAdd(run.Id, work))
            return false;
        var scheduler = await schedulers.GetScheduler(daemon.ApplicationStopping);
        await scheduler.ScheduleJob(
            JobBuilder.Create<TrainingJob>().WithIdentity(run.Id, TrainingJob.Group).UsingJobData(TrainingJob.RunKey, run.Id).Build(),
            TriggerBuilder.Create(time).StartNow().Build());
        return true;
    }

    public Work? Of(string run) => _works.GetValueOrDefault(run);

    /// <summary>Asks a run's trainer to save and leave; nothing happens when none is at work.</summary>
    public void Ask(string run, StopReason reason) => Of(run)?.Stop.Ask(reason);

    public void End(string run)
    {
        if (_works.TryRemove(run, out var work))
            work.Stop.Dispose();
        Left?.Invoke();
    }

    public void Dispose()
    {
        foreach (var work in _works.Values)
            work.Stop.Dispose();
    }

    /// <param name="Found">A trainer from before the daemon's start; null: one is to be started.</param>
    internal sealed record Work(IExecutor Executor, string Place, IExecution? Found, RunStop Stop);
}

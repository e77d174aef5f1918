using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Health;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Settings;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Features.Health;
using EmoVoid.Daemon.Hosting;
using Prometheus;

namespace EmoVoid.Daemon.Metrics;

/// <summary>Reads what can be read when it is asked for.</summary>
internal sealed class MetricsCollector(
    DaemonMetrics metrics, RunStore runs, MetricStore steps, Activity activity, QueueView queue, SettingStore settings, Outbox outbox, Readiness readiness, IEnumerable<IHealthWarnings> warnings,
    GpuMetrics gpus, StateFolder folders)
{
    /// <summary>The pace is the mean over this many steps.</summary>
    private const int PaceOver = 20;

    private readonly Lock _gate = new();

    public void Collect()
    {
        lock (_gate)
        {
            CollectDaemon();
            gpus.Collect();
            var atWork = activity.All;
            foreach (var gauge in metrics.OfRuns)
                foreach (var labels in gauge.GetAllLabelValues().Where(labels => !atWork.Any(moment => moment.Run.Id == labels[0])).ToList())
                    gauge.RemoveLabelled(labels);
            foreach (var moment in atWork)
                CollectRun(moment);
        }
    }

    private void CollectDaemon()
    {
        metrics.Info.WithLabels(RunningDaemon.Version).Set(1);
        var counts = runs.CountByState();
        foreach (var state in Enum.GetValues<RunState>())
            metrics.Runs.WithLabels(state.Word()).Set(counts.GetValueOrDefault(state));
        metrics.QueueLength.Set(counts.GetValueOrDefault(RunState.Queued));
        metrics.QueueHeld.Set(settings.Get<bool>(SettingNames.QueueHeld) ? 1 : 0);
        if (queue.LookTook is { } took)
            metrics.QueueLook.Set(took.TotalSeconds);
        metrics.Warnings.Set(warnings.Sum(one => one.Warnings().Count()));
        metrics.Problems.Set(readiness.Problems().Count());
        metrics.StateFolderFree.Set(new DriveInfo(folders.Root).AvailableFreeSpace);
        metrics.OutboxWaiting.Set(outbox.Count(DeliveryState.Waiting));
    }

    private void CollectRun(Activity.Moment moment)
    {
        var run = moment.Run.Id;
        Set(metrics.Steps, run, moment.Run.Steps);
        Set(metrics.StopLoss, run, moment.Run.Settings.StopLoss);
        Set(metrics.TrainerResident, run, ResidentMemory.Of(moment.Trainer));
        if (moment.Step is not { } step)
            return;
        Set(metrics.Step, run, step.Step);
        Set(metrics.Loss, run, step.Loss);
        Set(metrics.MediumLoss, run, step.MediumLoss);
        Set(metrics.LearningRate, run, step.Pulse);
        Set(metrics.Calm, run, step.StopBase);
        Set(metrics.Light, run, step.Lit ? 1 : 0);
        Set(metrics.SecondsLeft, run, SecondsLeft(moment.Run, step));
    }

    private double SecondsLeft(Run run, Stepped now)
    {
        var recent = steps.List(run.Id, after: Math.Max(0, now.Step - PaceOver));
        return (recent.Count > 0 ? recent.Average(step => step.Seconds) : now.Seconds) * (run.Steps - now.Step);
    }

    // What is not known is absent: a zero would be drawn.
    private static void Set(Gauge gauge, string run, double? value)
    {
        if (value is { } known)
            gauge.WithLabels(run).Set(known);
        else
            gauge.RemoveLabelled(run);
    }
}

using EmoVoid.Core.Health;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Settings;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>Gathers what the state topic says.</summary>
internal sealed class MqttStateSource(
    RunStore runs, MetricStore metrics, ValidationStore validations, Activity activity, SettingStore settings, Lazy<IEnumerable<IHealthWarnings>> warnings, Lazy<IEnumerable<IHealthProblems>> problems, TimeProvider time)
{
    /// <summary>The pace is the mean over this many steps.</summary>
    private const int PaceOver = 20;

    private static readonly TimeSpan HealthHolds = TimeSpan.FromSeconds(30);

    private (DateTimeOffset At, IReadOnlyList<string> Problems) _health = (DateTimeOffset.MinValue, []);

    public MqttState Now()
    {
        var (queue, health) = (runs.Count(RunState.Queued), Health());
        var state = new MqttState
        {
            State = settings.Get<bool>(SettingNames.QueueHeld) ? MqttState.Held : queue > 0 ? MqttState.Waiting : MqttState.Idle,
            Queue = queue, Problem = OnOff(health.Count > 0), Problems = health,
        };
        return activity.All is [var first, ..] && runs.Find(first.Run.Id) is { } run ? Of(run, state) : state;
    }

    private MqttState Of(Run run, MqttState state)
    {
        var recent = metrics.List(run.Id, after: Math.Max(0, run.Step - PaceOver));
        var last = recent.Count > 0 ? recent[^1] : null;
        return state with
        {
            State = run.State == RunState.Training ? MqttState.Training : MqttState.Preparing,
            Run = run.Name,
            Progress = Math.Round(100.0 * run.Step / run.Steps, 1),
            Step = run.Step,
            Steps = run.Steps,
            Loss = last?.Loss,
            Rate = last?.Pulse,
            Light = last is null ? null : OnOff(last.Lit),
            Eta = last is null || run.State != RunState.Training ? null : 
                ToTheMinute(time.GetUtcNow() + TimeSpan.FromSeconds(TimeLeft.Of(run, recent.Average(step => step.Seconds), validations.LastSeconds(run.Id)))),
        };
    }

    private IReadOnlyList<string> Health()
    {
        var now = time.GetUtcNow();
        if (now - _health.At >= HealthHolds)
            _health = (now, [.. problems.Value.SelectMany(one => one.Problems()), .. warnings.Value.SelectMany(one => one.Warnings())]);
        return _health.Problems;
    }

    private static DateTimeOffset ToTheMinute(DateTimeOffset at) => new((at.Ticks + (TimeSpan.TicksPerMinute / 2)) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static string OnOff(bool isOn) => isOn ? "ON" : "OFF";
}

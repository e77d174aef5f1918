using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling;

/// <summary>What the device does at this moment, for those who look: systemd's status line, the API.</summary>
public sealed class Activity
{
    private volatile Moment? _now;

    /// <summary>Null while nothing is trained.</summary>
    public Moment? Now => _now;

    /// <param name="Run">As it was when its trainer was started.</param>
    /// <param name="Stage">What is done that is no step: prepared before the first one, or sampled after the last one; null between them.</param>
    /// <param name="Step">The last step; null before the first.</param>
    public sealed record Moment(Run Run, Preparing? Stage, Stepped? Step);

    internal void Begin(Run run) => _now = new Moment(run, null, null);

    internal void Take(TrainerEvent said) => _now = said switch
    {
        Preparing stage => _now! with { Stage = stage },
        Stepped step => _now! with { Step = step, Stage = null },
        _ => _now,
    };

    internal void End() => _now = null;
}

using System.Collections.Concurrent;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Scheduling;

/// <summary>What the trainers do at this moment, for those who look: systemd's status line, the API.</summary>
public sealed class Activity
{
    private readonly ConcurrentDictionary<string, Moment> _moments = [];

    /// <summary>The runs at work, by the order of their start.</summary>
    public IReadOnlyList<Moment> All => [.. _moments.Values.OrderBy(moment => moment.Number)];

    /// <summary>Null while no trainer works for the run.</summary>
    public Moment? Of(string run) => _moments.GetValueOrDefault(run);

    /// <param name="Run">As it was when its trainer was started.</param>
    /// <param name="Number">Grows with every start.</param>
    /// <param name="Trainer">Null before it is started, and between two of them.</param>
    /// <param name="Stage">What is done that is no step: prepared before the first one, or sampled after the last one; null between them.</param>
    /// <param name="Step">The last step; null before the first.</param>
    public sealed record Moment(Run Run, long Number, IExecution? Trainer, Preparing? Stage, Stepped? Step);

    private long _starts;

    internal void Begin(Run run) => _moments[run.Id] = new Moment(run, Interlocked.Increment(ref _starts), null, null, null);

    internal void Attend(string run, IExecution? trainer) => Change(run, moment => moment with { Trainer = trainer });

    internal void Take(string run, TrainerEvent said) => Change(run, moment => said switch
    {
        Preparing stage => moment with { Stage = stage },
        Stepped step => moment with { Step = step, Stage = null },
        _ => moment,
    });

    internal void End(string run) => _moments.TryRemove(run, out _);

    private void Change(string run, Func<Moment, Moment> change)
    {
        if (_moments.TryGetValue(run, out var moment))
            _moments[run] = change(moment);
    }
}

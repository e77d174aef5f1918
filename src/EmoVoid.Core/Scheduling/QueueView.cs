namespace EmoVoid.Core.Scheduling;

/// <summary>Why each queued run waits, as of the last look at the queue.</summary>
public sealed class QueueView
{
    private volatile IReadOnlyDictionary<string, RunWait> _waits = new Dictionary<string, RunWait>();

    /// <summary>Null for a run that does not wait, or that was queued a moment ago.</summary>
    public RunWait? Of(string run) => _waits.GetValueOrDefault(run);

    /// <summary>When the queue was last looked at; null before the first time.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>How long that look took; null before the first one.</summary>
    public TimeSpan? LookTook { get; private set; }

    internal void Show(IReadOnlyDictionary<string, RunWait> waits, DateTimeOffset now, TimeSpan took) => (_waits, LookedAt, LookTook) = (waits, now, took);
}

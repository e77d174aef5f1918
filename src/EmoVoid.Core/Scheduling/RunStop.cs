namespace EmoVoid.Core.Scheduling;

/// <summary>The request to a run's trainer to save and leave, with the first reason that was given.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenRegistration _daemonStops;
    private StopReason? _reason;

    /// <param name="daemonStops">Is a reason of its own.</param>
    public RunStop(CancellationToken daemonStops) => _daemonStops = daemonStops.Register(() => Ask(StopReason.Daemon));

    public CancellationToken Token => _asked.Token;

    public bool IsAsked => _reason is not null;

    /// <summary>Null while nobody has asked.</summary>
    public StopReason? Reason => _reason;

    public void Ask(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _asked.Cancel();
    }

    public void Dispose()
    {
        _daemonStops.Dispose();
        _asked.Dispose();
    }
}

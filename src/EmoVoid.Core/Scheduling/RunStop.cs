namespace EmoVoid.Core.Scheduling;

/// <summary>The request to a run's trainer to save and leave, with the first reason that was given.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _asked = new();
    private readonly CancellationTokenRegistration _daemonStops;
    private StopReason? _reason;
    private bool _isOver;

    /// <param name="daemonStops">Is a reason of its own.</param>
    public RunStop(CancellationToken daemonStops)
    {
        Token = _asked.Token;
        _daemonStops = daemonStops.Register(() => Ask(StopReason.Daemon));
    }

    public CancellationToken Token { get; }

    public bool IsAsked => _reason is not null;

    /// <summary>Null while nobody has asked.</summary>
    public StopReason? Reason => _reason;

    /// <summary>Asks, once. A run that has ended meanwhile needs no asking: whoever asks looks at its state afterwards.</summary>
    public void Ask(StopReason reason)
    {
        lock (_gate)
        {
            if (_isOver || _reason is not null)
                return;
            _reason = reason;
            _asked.Cancel();
        }
    }

    public void Dispose()
    {
        _daemonStops.Dispose();
        lock (_gate)
        {
            _isOver = true;
            _asked.Dispose();
        }
    }
}

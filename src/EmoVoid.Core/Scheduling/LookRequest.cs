namespace EmoVoid.Core.Scheduling;

/// <summary>Whether a look at the queue is asked for and has not begun: a thousand folders that come together are one look, not a thousand.</summary>
internal sealed class LookRequest
{
    private int _isAsked;

    /// <returns>False when a look that has not begun was asked for already.</returns>
    public bool Ask() => Interlocked.Exchange(ref _isAsked, 1) == 0;

    /// <summary>A look begins: what happens from now on needs another one.</summary>
    public void Begin() => Interlocked.Exchange(ref _isAsked, 0);
}

namespace EmoVoid.Core.Housekeeping;

/// <summary>Tells when a burst of work is over, by the bytes that the process has allocated: many since it was last told, and hardly any since the last look.</summary>
internal sealed class WorkBurst
{
    /// <summary>In bytes. An idle daemon takes more than half an hour to allocate as much.</summary>
    internal const long Burst = 16 << 20;

    /// <summary>In bytes from one look to the next: ten times what an idle daemon allocates meanwhile.</summary>
    internal const long Calm = 1 << 20;

    private long _told = -Burst; // the start is one, however little it allocated
    private long _seen;

    /// <param name="allocated">In all since the start, in bytes.</param>
    public bool IsOver(long allocated)
    {
        var calm = allocated - _seen < Calm;
        _seen = allocated;
        if (!calm || allocated - _told < Burst)
            return false;
        _told = allocated;
        return true;
    }
}

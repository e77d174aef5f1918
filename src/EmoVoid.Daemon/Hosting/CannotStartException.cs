namespace EmoVoid.Daemon.Hosting;

/// <summary>The daemon cannot start, for a reason that a person can remove: the message is all that they need to see.</summary>
internal sealed class CannotStartException(string message, int exitCode = CannotStartException.Misconfigured, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>EX_CONFIG of sysexits.h: a restart would not help, and the unit file says so.</summary>
    public const int Misconfigured = 78;

    /// <summary>EX_TEMPFAIL: somebody else holds what is needed; a later try may succeed.</summary>
    public const int Occupied = 75;

    public int ExitCode { get; } = exitCode;
}

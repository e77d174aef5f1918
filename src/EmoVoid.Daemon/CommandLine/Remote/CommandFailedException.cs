namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>A command that was asked of a running daemon is not done; the message is all that its user needs to see.</summary>
internal sealed class CommandFailedException(string message, int exitCode) : Exception(message)
{
    /// <summary>The daemon understood, and says why not.</summary>
    public const int Refused = 1;

    /// <summary>EX_UNAVAILABLE of sysexits.h: no daemon is there.</summary>
    public const int NoDaemon = 69;

    public int ExitCode { get; } = exitCode;
}

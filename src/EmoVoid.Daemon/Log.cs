namespace EmoVoid.Daemon;

/// <summary>Every message that the daemon's own project logs: ids 5000–5999. An id is never used again for something else.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "emovoidd {Version}: put folders into {Inbox}, ask at {Urls}")]
    internal static partial void Serving(this ILogger log, string version, string inbox, string urls);

    [LoggerMessage(5001, LogLevel.Information, "Stopping; a run in progress saves a checkpoint first")]
    internal static partial void Stopping(this ILogger log);

    [LoggerMessage(5002, LogLevel.Error, "The database does not answer; systemd's watchdog is not fed")]
    internal static partial void DatabaseSilent(this ILogger log, Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "{Method} {Path} failed")]
    internal static partial void RequestFailed(this ILogger log, Exception exception, string method, string path);

    [LoggerMessage(5004, LogLevel.Error, "The queue was last looked at {Looked}; systemd's watchdog is not fed")]
    internal static partial void QueueStands(this ILogger log, DateTimeOffset looked);
}

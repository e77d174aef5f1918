namespace EmoVoid.Daemon;

internal static partial class SecurityLog
{
    [LoggerMessage(5100, LogLevel.Warning, "{Address} sent a key that is none of the daemon's ({Sent}; after {Limit} within {Window} the rest is answered 429 and not logged)")]
    internal static partial void WrongKey(this ILogger log, string address, int sent, int limit, TimeSpan window);

    [LoggerMessage(5101, LogLevel.Error, "The keys cannot be read from the database; nobody is let in")]
    internal static partial void KeysUnreadable(this ILogger log, Exception exception);
}

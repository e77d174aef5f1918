using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

/// <summary>
/// Every message that Core logs. An id is never used again for something else:
/// Inbox 1000–1999, Runs 2000–2499, Groups 2500–2999, Scheduling 3000–3999, Persistence 4000–4099, Keys 4100–4199, Notifications 4200–4299, Housekeeping 4500–4999.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "The folder {Folder} was rejected for {Problems} reasons; they are in {Reasons}")]
    internal static partial void FolderRejected(this ILogger log, string folder, int problems, string reasons);

    [LoggerMessage(1001, LogLevel.Information, "The folder {Folder} vanished from the inbox while it was checked")]
    internal static partial void FolderVanished(this ILogger log, string folder);

    [LoggerMessage(1002, LogLevel.Warning, "The folder {Folder} cannot be taken; it is tried again in {Retry}")]
    internal static partial void FolderBlocked(this ILogger log, Exception exception, string folder, TimeSpan retry);

    [LoggerMessage(1003, LogLevel.Warning, "Events of the inbox may be lost; it is looked at every second all the same")]
    internal static partial void EventsLost(this ILogger log, Exception exception);

    [LoggerMessage(1004, LogLevel.Error, "{Problem} It is tried again every second")]
    internal static partial void InboxUnusable(this ILogger log, string problem);

    [LoggerMessage(1005, LogLevel.Warning, "The claimed folder of {Run}, which never became a run, is back at {Folder}")]
    internal static partial void OrphanReturned(this ILogger log, string run, string folder);

    [LoggerMessage(1006, LogLevel.Warning, "The image {File} stopped the decoder: {Problem}")]
    internal static partial void DecoderBroke(this ILogger log, string file, string problem);

    [LoggerMessage(1007, LogLevel.Information, "The inbox {Inbox} can be used again")]
    internal static partial void InboxUsable(this ILogger log, string inbox);

    [LoggerMessage(2000, LogLevel.Information, "Run {Run} is queued: {Images} images, {Steps} steps, model {Model}")]
    internal static partial void RunQueued(this ILogger log, string run, int images, int steps, string model);

    [LoggerMessage(2001, LogLevel.Information, "Run {Run}: {From} → {To} ({Transition})")]
    internal static partial void RunMoved(this ILogger log, string run, string from, string to, string transition);

    [LoggerMessage(2002, LogLevel.Information, "Run {Run} is deleted")]
    internal static partial void RunDeleted(this ILogger log, string run);

    [LoggerMessage(4000, LogLevel.Information, "The database ran the migration {Script}")]
    internal static partial void Migrated(this ILogger log, string script);

    [LoggerMessage(4001, LogLevel.Error, "{Told}")]
    internal static partial void DatabaseRescued(this ILogger log, string told);

    [LoggerMessage(4500, LogLevel.Information, "The database is backed up to {Path} ({Bytes} bytes)")]
    internal static partial void BackedUp(this ILogger log, string path, long bytes);

    [LoggerMessage(4501, LogLevel.Error, "The database could not be backed up")]
    internal static partial void BackupFailed(this ILogger log, Exception exception);

    [LoggerMessage(4502, LogLevel.Information, "{Folder} was old enough and is taken away")]
    internal static partial void TakenAway(this ILogger log, string folder);

    [LoggerMessage(4503, LogLevel.Warning, "{Folder} could not be taken away: {Problem}")]
    internal static partial void NotTakenAway(this ILogger log, string folder, string problem);

    [LoggerMessage(4504, LogLevel.Debug, "A burst of work is over: {Before} bytes were resident, {After} are now")]
    internal static partial void MemoryReturned(this ILogger log, long before, long after);
}

using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

/// <summary>
/// Every message that Core logs. An id is never used again for something else:
/// Inbox 1000–1999, Runs 2000–2999, Scheduling 3000–3999, Persistence 4000–4999.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Run {Run} is queued: {Images} images, {Steps} steps, model {Model}")]
    internal static partial void RunQueued(this ILogger log, string run, int images, int steps, string model);

    [LoggerMessage(2001, LogLevel.Information, "Run {Run}: {From} → {To}")]
    internal static partial void RunMoved(this ILogger log, string run, string from, string to);

    [LoggerMessage(4000, LogLevel.Information, "The database ran the migration {Script}")]
    internal static partial void Migrated(this ILogger log, string script);
}

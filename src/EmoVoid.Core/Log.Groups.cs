using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

internal static partial class GroupsLog
{
    [LoggerMessage(2500, LogLevel.Information, "Group {Group} is queued: {Runs} runs")]
    internal static partial void GroupQueued(this ILogger log, string group, int runs);

    [LoggerMessage(2501, LogLevel.Information, "Group {Group} is over: {Message}")]
    internal static partial void GroupEnded(this ILogger log, string group, string message);

    [LoggerMessage(2502, LogLevel.Information, "Group {Group} is deleted")]
    internal static partial void GroupDeleted(this ILogger log, string group);

    [LoggerMessage(2503, LogLevel.Error, "Group {Group} is over, and its report could not be put together; it is tried again in {Pause}")]
    internal static partial void GroupNotEnded(this ILogger log, Exception exception, string group, TimeSpan pause);

    [LoggerMessage(2504, LogLevel.Warning, "Group {Group}: no plot")]
    internal static partial void GroupPlotFailed(this ILogger log, Exception exception, string group);
}

using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

internal static partial class KeysLog
{
    [LoggerMessage(4100, LogLevel.Information, "Keys in the database: {Keys}")]
    internal static partial void KeysKnown(this ILogger log, string keys);
}

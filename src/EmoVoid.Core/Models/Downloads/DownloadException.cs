namespace EmoVoid.Core.Models.Downloads;

/// <summary>A file cannot be had; the message says why, and what to do.</summary>
public sealed class DownloadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The transfer was cut, or the server is busy: another try may do.</summary>
/// <param name="retryAfter">The wait that the server asks for.</param>
internal sealed class DownloadCutException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

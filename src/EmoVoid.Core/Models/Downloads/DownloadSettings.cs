namespace EmoVoid.Core.Models.Downloads;

/// <summary>How patient a download is, and who it is.</summary>
public sealed record DownloadSettings
{
    /// <summary>Sent to <see cref="TokenHost"/> alone. Null: none.</summary>
    public string? Token { get; init; }

    /// <summary>The server that the token is for: scheme, host and port must be the same.</summary>
    public Uri TokenHost { get; init; } = new(ConfiguredModelSources.Publisher);

    /// <summary>How often a cut transfer is tried again, counted anew each time that it got on.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>Bytes of several tries together that count as getting on: a line that is cut every minute may still bring the whole file.</summary>
    public long GettingOn { get; init; } = 16_000_000;

    /// <summary>The wait before the first retry; each later one is about twice as long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may send nothing before that counts as a cut.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of the disk that must stay free.</summary>
    public long Reserve { get; init; } = 1_000_000_000;

    internal bool IsTokenFor(Uri address) => Token is { Length: > 0 } && Uri.Compare(address, TokenHost, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}

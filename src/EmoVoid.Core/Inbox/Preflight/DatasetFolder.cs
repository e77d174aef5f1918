namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>A picture of a data set with the text that belongs to it.</summary>
/// <param name="File">Relative to the data set, with forward slashes.</param>
/// <param name="Caption">Trimmed; null when there is none.</param>
/// <param name="Repeats">From a folder named in kohya's way; 0 is what such a folder may say by mistake.</param>
public sealed record DatasetImage(string File, long Bytes, string? Caption, int Repeats)
{
    /// <summary>The picture's masks, relative like the picture itself; more than one only by mistake.</summary>
    public IReadOnlyList<string> Masks { get; init; } = [];
}

/// <summary>A picture in a folder <c>mask/</c>.</summary>
/// <param name="File">Relative to the data set, with forward slashes.</param>
public sealed record DatasetMask(string File, long Bytes);

/// <summary>All that lies in a folder, sorted by what it is. Reading it judges nothing: that is the rules' work.</summary>
public sealed record DatasetFolder
{
    public required string Path { get; init; }

    /// <summary>The sidecar's text; null when there is none or it cannot be read.</summary>
    public string? Sidecar { get; init; }

    /// <summary>The text of kohya's <c>dataset_config.toml</c>; likewise.</summary>
    public string? DatasetConfig { get; init; }

    /// <summary>In the order of their names, which is the order that a run's sampler counts them in.</summary>
    public IReadOnlyList<DatasetImage> Images { get; init; } = [];

    /// <summary>Pictures in folders <c>mask/</c>, which are not trained on.</summary>
    public IReadOnlyList<DatasetMask> Masks { get; init; } = [];

    /// <summary>Masks that no picture has the name of.</summary>
    public IReadOnlyList<string> LostMasks { get; init; } = [];

    /// <summary>Captions that no picture has the name of.</summary>
    public IReadOnlyList<string> LostCaptions { get; init; } = [];

    /// <summary>Texts that cannot be read, with the reason.</summary>
    public IReadOnlyList<string> UnreadableTexts { get; init; } = [];

    /// <summary>Captions that were read, and not as UTF-8, with the name of what they are in.</summary>
    public IReadOnlyList<(string File, string Encoding)> OtherEncodings { get; init; } = [];

    /// <summary>Symbolic links.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Pipes, sockets and devices.</summary>
    public IReadOnlyList<string> Specials { get; init; } = [];

    /// <summary>Files and folders whose names are not UTF-8, with a mark for what cannot be read.</summary>
    public IReadOnlyList<string> Unspeakables { get; init; } = [];

    /// <summary>Neither picture, caption, sidecar nor ignored.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

namespace EmoVoid.Core.Inbox.Uploads;

/// <summary>An upload does not become a folder of the inbox; nothing of it is kept.</summary>
public sealed class UploadRefusedException(RefusalKind kind, params IReadOnlyList<string> problems) : Exception(string.Join(" ", problems))
{
    public RefusalKind Kind { get; } = kind;

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>What an upload is refused for.</summary>
public enum RefusalKind
{
    /// <summary>The name it is to have cannot be a folder's name.</summary>
    Name,

    /// <summary>Something of that name lies in the inbox already.</summary>
    Taken,

    /// <summary>It is larger than the daemon's owner allows.</summary>
    TooLarge,

    /// <summary>It is no archive, or one that is not unpacked.</summary>
    Content,
}

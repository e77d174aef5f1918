namespace EmoVoid.Core.Runs;

/// <summary>Which runs are asked for; what is left out does not matter.</summary>
public sealed record RunFilter
{
    /// <summary>In one of these states; empty: in any.</summary>
    public IReadOnlyList<RunState> States { get; init; } = [];

    /// <summary>Trained on this base model.</summary>
    public string? Model { get; init; }

    /// <summary>Of this group.</summary>
    public string? Group { get; init; }

    /// <summary>With this text in the name, the id or the folder's name; upper and lower case are the same.</summary>
    public string? Text { get; init; }
}

/// <summary>In which order runs are listed.</summary>
public enum RunOrder
{
    /// <summary>By their entry, the last one first.</summary>
    Newest,

    /// <summary>By their entry, the first one first.</summary>
    Oldest,

    /// <summary>By name, from A to Z.</summary>
    Name,

    /// <summary>By their end, the last one first; those that are not over come before all.</summary>
    Ended,

    /// <summary>As the queue takes them: by priority, then by turn.</summary>
    Queue,
}

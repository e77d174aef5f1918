namespace EmoVoid.Core.Notifications;

/// <summary>What can be told, by the names in the configuration and in messages.</summary>
public static class NoticeKind
{
    /// <summary>A folder became a run, or a failed or cancelled one is to be tried again.</summary>
    public const string Queued = "run.queued";

    /// <summary>A trainer was started for it: the first time, or to go on.</summary>
    public const string Started = "run.started";

    /// <summary>The light was turned on for the first time in the run.</summary>
    public const string Light = "run.light";
    public const string Completed = "run.completed";
    public const string Failed = "run.failed";

    /// <summary>It waits for a person.</summary>
    public const string Paused = "run.paused";
    public const string Cancelled = "run.cancelled";

    /// <summary>All runs of a group are over, and were compared.</summary>
    public const string GroupEnded = "group.ended";

    /// <summary>A folder was sent back from the inbox.</summary>
    public const string Rejected = "inbox.rejected";

    /// <summary>The daemon's health has a new warning.</summary>
    public const string Warning = "daemon.warning";

    /// <summary>Sent on request, whatever a receiver asks for.</summary>
    public const string Test = "test";

    internal const string AllNames = $"{Queued}, {Started}, {Light}, {Completed}, {Failed}, {Paused}, {Cancelled}, {GroupEnded}, {Rejected}, {Warning}";
    internal const string DefaultNames = $"{Completed}, {Failed}, {GroupEnded}, {Rejected}";

    private const string Comma = ", ";

    /// <summary>Those that a receiver may ask for.</summary>
    public static IReadOnlyList<string> All { get; } = AllNames.Split(Comma);

    /// <summary>Those for a receiver that asks for none.</summary>
    public static IReadOnlyList<string> Default { get; } = DefaultNames.Split(Comma);
}

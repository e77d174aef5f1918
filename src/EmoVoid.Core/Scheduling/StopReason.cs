namespace EmoVoid.Core.Scheduling;

/// <summary>Why a trainer at work is asked to save and leave.</summary>
/// <param name="Why">What is said of the run while it waits again; a sentence.</param>
/// <param name="Kind">For programs.</param>
public sealed record StopReason(StopKind Kind, string Why)
{
    public static readonly StopReason Daemon = new(StopKind.Daemon, "The daemon was stopped.");
    public static readonly StopReason Pause = new(StopKind.Wish, "Paused.");
    public static readonly StopReason Cancel = new(StopKind.Wish, "Cancelled.");
}

/// <summary>Who wants it to leave.</summary>
public enum StopKind
{
    /// <summary>The daemon ends.</summary>
    Daemon,

    /// <summary>A person; the run's <see cref="Runs.Run.Wish"/> says what for.</summary>
    Wish,

    /// <summary>A rule that lets it start again later: its hours are over, the device is needed for something else.</summary>
    Rule,
}

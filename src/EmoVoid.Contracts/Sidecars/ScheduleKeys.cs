namespace EmoVoid.Contracts.Sidecars;

/// <summary>The keys of the table <c>[schedule]</c>.</summary>
public static class ScheduleKeys
{
    public static TextKey Window { get; } = new("schedule.window", 300, "whenever the daemon trains",
        "Trained only within these hours, as \"22:00-07:00\" or \"mon-fri 22:00-07:00; sat,sun 00:00-24:00\"; at their end it saves, and goes on when they begin again.");

    public static TimeKey StartAt { get; } = new("schedule.start_at", "as soon as it can",
        "Not started before this time; without an offset it is read by the daemon's time zone.");

    public static WholeNumberKey Priority { get; } = new("schedule.priority", -1000, 1000, "0",
        "The higher is trained first.");

    public static IReadOnlyList<SidecarKey> All { get; } = [Window, StartAt, Priority];
}

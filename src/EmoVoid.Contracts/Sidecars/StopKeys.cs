namespace EmoVoid.Contracts.Sidecars;

/// <summary>The keys of the table <c>[stop]</c>.</summary>
public static class StopKeys
{
    public static WholeNumberKey AfterLight { get; } = new("stop.after_light", 1, 10_000_000, "off, and every step is trained",
        "Ends the run early, once the light was on for so many steps around a checkpoint and no better one came for one save interval.");
}

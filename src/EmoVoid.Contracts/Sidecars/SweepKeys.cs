namespace EmoVoid.Contracts.Sidecars;

/// <summary>The keys of the table <c>[sweep]</c>: what shapes the training, and can be compared afterwards.</summary>
/// <remarks>
/// Not where a run is trained and by what (device, trainer), not the data (network, mask, keep_tags, caption_variants), and not save_every:
/// it decides which checkpoints there are to choose from, and not how good they are.
/// </remarks>
public static class SweepKeys
{
    /// <summary>Runs that one folder may become.</summary>
    public const int MostRuns = 64;

    public static SweepKey Seed { get; } = new(SidecarSchema.Seed);

    public static SweepKey StopLoss { get; } = new(SidecarSchema.StopLoss);

    public static SweepKey Steps { get; } = new(SidecarSchema.Steps);

    public static SweepKey StepsPerImage { get; } = new(SidecarSchema.StepsPerImage);

    public static IReadOnlyList<SweepKey> All { get; } =
    [
        new(SidecarSchema.Rank), new(SidecarSchema.Alpha), StepsPerImage, Steps, StopLoss, new(SidecarSchema.Resolution), Seed,
        new(SidecarSchema.BatchSize), new(SidecarSchema.GradientAccumulation), new(SidecarSchema.CaptionDropout),
        new(SidecarSchema.Fit), new(SidecarSchema.ShuffleTags), new(SidecarSchema.Flip),
    ];
}

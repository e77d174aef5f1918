using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Sidecars;

/// <summary>What a folder asks for. A member that is null was not written and has a default that depends on the folder, the model or the daemon.</summary>
public sealed record Sidecar
{
    public string? Name { get; init; }
    public string? Model { get; init; }
    public string Purpose { get; init; } = Sidecars.Purpose.Default;
    public int Rank { get; init; } = 4;
    public double Alpha { get; init; } = 1.0;
    public int StepsPerImage { get; init; } = 60;
    public int? Steps { get; init; }
    public double? StopLoss { get; init; }
    public int? Resolution { get; init; }
    public long Seed { get; init; } = 42;
    public int BatchSize { get; init; } = 1;
    public int? SaveEvery { get; init; }
    public string? Device { get; init; }

    /// <param name="given">Accepted values by key: <see cref="long"/>, <see cref="double"/> or <see cref="string"/> as the key has it.</param>
    public static Sidecar From(IReadOnlyDictionary<SidecarKey, object> given)
    {
        var none = new Sidecar();
        return new Sidecar
        {
            Name = Text(SidecarSchema.Name),
            Model = Text(SidecarSchema.Model),
            Purpose = Text(SidecarSchema.For) ?? none.Purpose,
            Rank = Whole(SidecarSchema.Rank) ?? none.Rank,
            Alpha = Number(SidecarSchema.Alpha) ?? none.Alpha,
            StepsPerImage = Whole(SidecarSchema.StepsPerImage) ?? none.StepsPerImage,
            Steps = Whole(SidecarSchema.Steps),
            StopLoss = Number(SidecarSchema.StopLoss),
            Resolution = Whole(SidecarSchema.Resolution),
            Seed = (long?)given.GetValueOrDefault(SidecarSchema.Seed) ?? none.Seed,
            BatchSize = Whole(SidecarSchema.BatchSize) ?? none.BatchSize,
            SaveEvery = Whole(SidecarSchema.SaveEvery),
            Device = Text(SidecarSchema.Device),
        };

        string? Text(SidecarKey key) => (string?)given.GetValueOrDefault(key);
        int? Whole(SidecarKey key) => (int?)(long?)given.GetValueOrDefault(key);
        double? Number(SidecarKey key) => (double?)given.GetValueOrDefault(key);
    }

    /// <summary>Every setting with its final value.</summary>
    /// <param name="images">How many pictures the folder has.</param>
    /// <param name="modelResolution">The resolution to use where none is written, in pixels.</param>
    public TrainPlan Resolve(int images, int modelResolution)
    {
        var steps = Steps ?? checked(StepsPerImage * images);
        return new TrainPlan
        {
            Rank = Rank,
            Alpha = Alpha,
            Steps = steps,
            StopLoss = StopLoss ?? Sidecars.Purpose.StopLoss[Purpose],
            Resolution = PatchGrid.Round(Resolution ?? modelResolution),
            Seed = Seed,
            BatchSize = BatchSize,
            SaveEvery = SaveEvery ?? Math.Max(1, (int)Math.Ceiling(steps / 10.0)),
        };
    }
}

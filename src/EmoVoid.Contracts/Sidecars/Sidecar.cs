using EmoVoid.Contracts.Lora;
using EmoVoid.Contracts.Memory;
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

    /// <summary>By its name in the daemon's configuration.</summary>
    public string? Executor { get; init; }
    public SidecarSamples Samples { get; init; } = new();

    public string Trainer { get; init; } = TrainerName.EmoVoid;
    /// <summary>Training hours, as they are written.</summary>
    public string? Window { get; init; }
    public WrittenTime? StartAt { get; init; }
    public int Priority { get; init; }

    public string? Fit { get; init; }
    public int GradientAccumulation { get; init; } = 1;
    public double CaptionDropout { get; init; }
    public bool ShuffleTags { get; init; }
    public int? KeepTags { get; init; }
    public int? CaptionVariants { get; init; }
    public bool Flip { get; init; }
    public string Mask { get; init; } = "none";
    public string? Network { get; init; }
    public string Format { get; init; } = "kohya";
    public string Keep { get; init; } = KeepKey.All;
    public int? StopAfterLight { get; init; }
    public double? ValidationShare { get; init; }
    public IReadOnlyList<string>? ValidationFiles { get; init; }

    public bool IsForKohya => Trainer == TrainerName.Kohya;

    /// <summary>Whether the pictures in folders <c>mask/</c> are used.</summary>
    public bool MasksByFolder => Mask is "folder" or "auto";

    /// <summary>Whether alpha channels are used, where no picture in a folder is.</summary>
    public bool MasksByAlpha => Mask is "alpha" or "auto";

    /// <summary>Null when nothing of it is written.</summary>
    public MemoryPlan? Memory { get; init; }

    /// <param name="given">Accepted values by key: <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, <see cref="WrittenTime"/> or a list of these, as the key has it.</param>
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
            Executor = Text(SidecarSchema.Executor),
            Trainer = Text(SidecarSchema.Trainer) ?? none.Trainer,
            Fit = Text(SidecarSchema.Fit),
            GradientAccumulation = Whole(SidecarSchema.GradientAccumulation) ?? none.GradientAccumulation,
            CaptionDropout = Number(SidecarSchema.CaptionDropout) ?? none.CaptionDropout,
            ShuffleTags = Is(SidecarSchema.ShuffleTags) ?? none.ShuffleTags,
            KeepTags = Whole(SidecarSchema.KeepTags),
            CaptionVariants = Whole(SidecarSchema.CaptionVariants),
            Flip = Is(SidecarSchema.Flip) ?? none.Flip,
            Mask = Text(SidecarSchema.Mask) ?? none.Mask,
            Network = Text(SidecarSchema.Network),
            Format = Text(SidecarSchema.Format) ?? none.Format,
            Keep = Text(SidecarSchema.Keep) ?? none.Keep,
            StopAfterLight = Whole(StopKeys.AfterLight),
            ValidationShare = Number(ValidationKeys.Share),
            ValidationFiles = (IReadOnlyList<string>?)given.GetValueOrDefault(ValidationKeys.Files),
            Samples = SidecarSamples.From(given),
            Window = Text(ScheduleKeys.Window),
            StartAt = (WrittenTime?)given.GetValueOrDefault(ScheduleKeys.StartAt),
            Priority = Whole(ScheduleKeys.Priority) ?? none.Priority,
            Memory = MemoryFrom(given),
        };

        string? Text(SidecarKey key) => (string?)given.GetValueOrDefault(key);
        int? Whole(SidecarKey key) => (int?)(long?)given.GetValueOrDefault(key);
        bool? Is(SidecarKey key) => (bool?)given.GetValueOrDefault(key);
        double? Number(SidecarKey key) => (double?)given.GetValueOrDefault(key);
    }

    private static MemoryPlan? MemoryFrom(IReadOnlyDictionary<SidecarKey, object> given)
    {
        var plan = new MemoryPlan
        {
            Base = given.GetValueOrDefault(SidecarSchema.MemoryBase) switch { "bf16" => BaseWeights.Bf16, "int8" => BaseWeights.Int8, _ => null },
            GradientCheckpointing = given.GetValueOrDefault(SidecarSchema.GradientCheckpointing) as bool?,
            BlocksToSwap = (int?)(long?)given.GetValueOrDefault(SidecarSchema.BlocksToSwap),
        };
        return plan == new MemoryPlan() ? null : plan;
    }

    /// <summary>Every setting with its final value.</summary>
    /// <param name="images">How many pictures are trained.</param>
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
            Batches = ResolveBatches(),
            Lora = new LoraPlan(Format == "comfyui" ? LoraFormat.ComfyUi : LoraFormat.Kohya, Network),
            Stop = StopAfterLight is { } litSteps ? new StopPlan(litSteps) : null,
        };
    }

    private BatchPlan ResolveBatches() => new(
        // Pictures in their own shapes seldom share one, and a batch holds pictures of one size. Kohya's scripts know buckets only.
        Fit: (Fit ?? (BatchSize == 1 && !IsForKohya ? "native" : "bucket")) == "native" ? PictureFit.Native : PictureFit.Bucket,
        GradientAccumulation,
        CaptionDropout,
        ShuffleTags,
        KeepTags: ShuffleTags ? KeepTags ?? 0 : 0,
        CaptionVariants: ShuffleTags ? CaptionVariants ?? 8 : 1,
        Flip,
        AlphaMask: MasksByAlpha);
}

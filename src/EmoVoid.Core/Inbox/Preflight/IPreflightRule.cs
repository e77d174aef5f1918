using EmoVoid.Core.Devices;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Plans;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Models;
using EmoVoid.Core.Trainers.Kohya;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>One thing that a folder has to satisfy before it is worth any training time.</summary>
public interface IPreflightRule
{
    /// <summary>What it has to say about the folder; nothing when all is well.</summary>
    IEnumerable<Finding> Check(Candidate candidate);

    /// <summary>Whether it looks at files alone and takes its time: then the runs of a sweep have one answer.</summary>
    bool IsAboutFilesAlone => false;
}

/// <summary>A sentence for the folder's owner: a problem rejects the folder, a note only wants to be read.</summary>
public readonly record struct Finding(bool IsProblem, string Message)
{
    public static Finding Problem(string message) => new(true, message);

    public static Finding Note(string message) => new(false, message);
}

/// <summary>A folder that wants to become a run, with all that the rules look at.</summary>
public sealed record Candidate
{
    public required DatasetFolder Folder { get; init; }
    public required Sidecar Sidecar { get; init; }
    public required IReadOnlyList<string> SidecarProblems { get; init; }

    /// <summary>What is wrong with the folder's <c>dataset_config.toml</c>; none where there is no such file.</summary>
    public IReadOnlyList<string> DatasetConfigProblems { get; init; } = [];

    /// <summary>Pictures of the folder that its <c>dataset_config.toml</c> does not name.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Kohya's bucket settings; null where none are written.</summary>
    public BucketPlan? Buckets { get; init; }

    /// <summary>Whether kohya's scripts can train here; null when they are not asked for.</summary>
    public KohyaVerdict? Kohya { get; init; }

    /// <summary>The model's name, written or by default.</summary>
    public required string ModelName { get; init; }

    /// <summary>Null when no model of that name is configured.</summary>
    public required BaseModel? Model { get; init; }

    /// <summary>Whether the model's files are what they should be; null when no model of that name is configured.</summary>
    public ModelVerdict? ModelVerdict { get; init; }

    /// <summary>What it would be trained on.</summary>
    public DeviceChoice Device { get; init; } = new("cpu", null);

    /// <summary>Where it is to be trained; null: wherever there is room.</summary>
    public string? Executor { get; init; }

    /// <summary>The executors that are configured.</summary>
    public IReadOnlyList<string> ExecutorNames { get; init; } = [];

    /// <summary>The models that are configured.</summary>
    public required IReadOnlyList<string> ModelNames { get; init; }

    /// <summary>The settings with their final values; null when there is nothing to resolve them with (no model, or no picture).</summary>
    public required TrainPlan? Settings { get; init; }

    /// <summary>The folder's pictures as a plan has them.</summary>
    public IReadOnlyList<CaptionedImage> Captioned =>
        [.. Folder.Images.Select(image => new CaptionedImage(image.File, image.Caption ?? "", image.Repeats, Sidecar.MasksByFolder && image.Masks is [var mask, ..] ? mask : null))];

    /// <summary>Pictures of the folder that are the same file.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Repeated { get; init; } = [];

    /// <summary>The pictures that are not trained: of a folder with a <c>[sweep]</c> the same ones for all its runs, which are compared.</summary>
    public HeldOutImages HeldOut { get; init; } = new() { Files = [], Seed = 0 };

    /// <summary>What is measured at the checkpoints; null: nothing.</summary>
    public ValidationPlan? Validation { get; init; }

    /// <summary>Of a folder with a <c>[sweep]</c>: the settings of all its runs, this one's among them; none where it becomes one run.</summary>
    public IReadOnlyList<TrainPlan> Siblings { get; init; } = [];

    /// <summary>The sample pictures that are to be made; null: none.</summary>
    public SampleSettings? Samples { get; init; }

    /// <summary>What the decoder says of each picture, in the order of the folder's pictures; the file is relative as there.</summary>
    public required IReadOnlyList<ImageInspection> Inspections { get; init; }

    /// <summary>The same of each mask, where masks in folders are used.</summary>
    public IReadOnlyList<ImageInspection> MaskInspections { get; init; } = [];

    /// <summary>Bytes free where the daemon keeps its work.</summary>
    public required long FreeBytes { get; init; }
}

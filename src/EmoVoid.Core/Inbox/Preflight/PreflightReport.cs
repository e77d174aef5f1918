using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Core.Inbox.Preflight;

/// <summary>The verdict on a folder.</summary>
public sealed record PreflightReport
{
    /// <summary>The folder that was checked.</summary>
    public required string Folder { get; init; }

    /// <summary>The run's name: the sidecar's, or the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The base model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Every reason to reject the folder; none: it is accepted.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What is worth reading though it is no mistake.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Every setting with its final value; null when there is no model or no picture to resolve them with.</summary>
    public required TrainPlan? Settings { get; init; }

    /// <summary>The sample pictures that are to be made; null: none.</summary>
    public SampleSettings? Samples { get; init; }

    /// <summary>What is asked of memory; null when nothing.</summary>
    public MemoryPlan? Memory { get; init; }

    /// <summary>The program that trains it, as a plan names it; null: our own.</summary>
    public string? Trainer { get; init; }

    /// <summary>Kohya's bucket settings; null where none are written, or the trainer is another.</summary>
    public BucketPlan? Buckets { get; init; }

    /// <summary>The model's files; null when no such model is configured, or its files were not found.</summary>
    public required ModelPlan? ModelFiles { get; init; }

    /// <summary>What it would be trained on, as a plan names it; null when there is no such device.</summary>
    public required string? Device { get; init; }

    /// <summary>What the sidecar or the daemon's configuration asks to train on: <c>auto</c>, or a device.</summary>
    public required string DeviceAsked { get; init; }

    /// <summary>Where it is to be trained; null: wherever there is room.</summary>
    public string? Executor { get; init; }

    /// <summary>Which checkpoints are to stay, as the sidecar says it.</summary>
    public required string Keep { get; init; }

    /// <summary>The run's own training hours, as they are written; null when it has none.</summary>
    public string? Hours { get; init; }

    /// <summary>Before which it is not to start; null: as soon as it can.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The higher is trained first.</summary>
    public int Priority { get; init; }

    /// <summary>What is measured at the checkpoints, and the pictures that are held out for it; null: nothing.</summary>
    public ValidationPlan? Validation { get; init; }

    /// <summary>The pictures that are trained, with their captions, in the order that a run counts them.</summary>
    public required IReadOnlyList<CaptionedImage> Images { get; init; }

    /// <summary>The runs that the folder becomes when it has a <c>[sweep]</c>; none when it becomes one, with the members above.</summary>
    public IReadOnlyList<SweptRun> Sweep { get; init; } = [];

    public bool IsAccepted => Problems.Count == 0;
}

/// <summary>A run of a sweep, in what it has of its own.</summary>
/// <param name="Values">Of the swept keys.</param>
/// <param name="Settings">Every setting with its final value.</param>
/// <param name="Samples">The sample pictures that are to be made; null: none.</param>
/// <param name="Validation">What is measured at the checkpoints, of the same pictures as of the other runs; null: nothing.</param>
/// <param name="Notes">What is worth reading of it though it is no mistake.</param>
public sealed record SweptRun(IReadOnlyDictionary<string, string> Values, TrainPlan Settings, SampleSettings? Samples, ValidationPlan? Validation, IReadOnlyList<string> Notes);

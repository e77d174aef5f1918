using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs;

/// <summary>What is worth knowing of a completed run: <c>report.json</c>. Only what was recorded; what is not known is null.</summary>
public sealed record RunReport
{
    public required string Run { get; init; }
    public required string Name { get; init; }
    public required string Model { get; init; }

    /// <summary>How many pictures are trained.</summary>
    public required int Images { get; init; }
    public required TrainPlan Settings { get; init; }
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last step was recorded and the result put together.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The sum of the steps' own times.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>What its GPU took, in Wh; null on a CPU, and on a GPU that tells nothing of it.</summary>
    public required double? EnergyWh { get; init; }

    /// <summary>The step the last start went on from; null when the run was never resumed.</summary>
    public required int? ResumedAt { get; init; }

    /// <summary>Of the last start; null when the trainer was of a version that did not tell.</summary>
    public required TrainedWith? TrainedWith { get; init; }
    public required LossFigures Losses { get; init; }
    public required LightTimeline Light { get; init; }
    public required CheckpointRecommendation Recommendation { get; init; }
    public required IReadOnlyList<Checkpoint> Checkpoints { get; init; }

    /// <summary>What was measured at the checkpoints; null when nothing was.</summary>
    public required ReportedValidation? Validation { get; init; }

    /// <summary>The steps of the checkpoints whose files stayed, by <c>output.keep</c>.</summary>
    public required IReadOnlyList<int> Kept { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The contact sheet; null when there is none.</summary>
    public required RunSamples? Samples { get; init; }

    /// <summary>The name of the plot (PNG) in the output folder, beside which the same lies as SVG; null when there is none.</summary>
    public required string? Plot { get; init; }

    internal static RunReport Of(
        Run run, StepFigures steps, IReadOnlyList<Checkpoint> checkpoints, CheckpointRecommendation recommendation, RunValidation validation,
        IReadOnlyList<string> notes, RunSamples? samples, string? plot, IReadOnlySet<int> kept, DateTimeOffset now) => new()
    {
        Run = run.Id,
        Name = run.Name,
        Model = run.Model,
        Images = run.Images,
        Settings = run.Settings,
        StartedAt = run.StartedAt,
        EndedAt = now,
        TrainingSeconds = steps.Seconds,
        EnergyWh = run.EnergyWh,
        ResumedAt = run.ResumedAt,
        TrainedWith = run.TrainedWith,
        Losses = steps.Losses,
        Light = steps.Light,
        Recommendation = recommendation,
        Checkpoints = checkpoints,
        Validation = ReportedValidation.Of(validation, run),
        Kept = [.. kept.Order()],
        Notes = notes,
        Samples = samples,
        Plot = plot,
    };
}

/// <summary>The losses of held-out and of trained pictures at the checkpoints.</summary>
/// <param name="Summary">What they say, in a sentence or two.</param>
/// <param name="HeldOut">The pictures that were never trained; empty when none was held out. A run too short to measure all of them measures the first.</param>
/// <param name="Trained">The trained pictures that were measured beside them.</param>
/// <param name="Against">The step with the lowest loss, with which the others are compared; 0: before the first.</param>
/// <param name="Checkpoints">By step; first the base, before the first step.</param>
public sealed record ReportedValidation(
    string Summary, IReadOnlyList<string> HeldOut, IReadOnlyList<string> Trained, int Against, IReadOnlyList<MeasuredCheckpoint> Checkpoints)
{
    /// <returns>Null when nothing was measured.</returns>
    public static ReportedValidation? Of(RunValidation validation, Run run) => validation.IsEmpty
        ? null
        : new ReportedValidation(
            ValidationSentence.Of(validation, run.Images), run.HeldOut, validation.TrainedPictures, validation.Lowest!.Value, validation.Checkpoints());
}

/// <param name="First">Of the first recorded step.</param>
/// <param name="Last">Of the last one.</param>
/// <param name="LowestMedium">The lowest value of the average that the light compares with the stop loss.</param>
/// <param name="LowestMediumAt">The step where that was.</param>
public sealed record LossFigures(double? First, double? Last, double? LowestMedium, int? LowestMediumAt);

/// <summary>When the early-stop light was on.</summary>
/// <param name="LitSteps">How many steps it was on for.</param>
/// <param name="Spans">From its turning on to its turning off, both steps lit.</param>
public sealed record LightTimeline(int LitSteps, IReadOnlyList<LightSpan> Spans);

/// <summary>Consecutive steps with the light on.</summary>
public sealed record LightSpan(int First, int Last);

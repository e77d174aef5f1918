using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs;

/// <summary>What is worth knowing of a completed run: <c>report.json</c>. Only what was recorded; what is not known is null.</summary>
public sealed record RunReport
{
    public required string Run { get; init; }
    public required string Name { get; init; }
    public required string Model { get; init; }
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

    /// <summary>The steps of the checkpoints whose files stayed, by <c>output.keep</c>.</summary>
    public required IReadOnlyList<int> Kept { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The contact sheet; null when there is none.</summary>
    public required RunSamples? Samples { get; init; }

    /// <summary>The name of the plot (PNG) in the output folder, beside which the same lies as SVG; null when there is none.</summary>
    public required string? Plot { get; init; }

    internal static RunReport Of(
        Run run, StepFigures steps, IReadOnlyList<Checkpoint> checkpoints, CheckpointRecommendation recommendation,
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
        Kept = [.. kept.Order()],
        Notes = notes,
        Samples = samples,
        Plot = plot,
    };
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

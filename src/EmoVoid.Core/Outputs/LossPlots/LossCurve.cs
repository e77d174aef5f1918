using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>What a plot shows, as fine as its pixels.</summary>
internal sealed record LossCurve
{
    /// <summary>Of the run.</summary>
    public required string Name { get; init; }

    public required RunState State { get; init; }

    /// <summary>How many steps the run is to take.</summary>
    public required int PlannedSteps { get; init; }

    /// <summary>The average loss at which the light may turn on.</summary>
    public required double StopLoss { get; init; }

    public required StepColumns Columns { get; init; }

    /// <summary>How many steps up to the last one are recorded.</summary>
    public required int Recorded { get; init; }

    /// <summary>The columns before which a whole column, or more, is empty: a gap that can be seen.</summary>
    public required IReadOnlySet<int> GapBefore { get; init; }

    public required ColumnExtremes Loss { get; init; }

    /// <summary>EmoVoid's fast average, replayed: it is not recorded.</summary>
    public required ColumnExtremes ShortLoss { get; init; }

    /// <summary>The average that the light watches, as recorded.</summary>
    public required ColumnExtremes MediumLoss { get; init; }

    /// <summary>EmoVoid's slow average, replayed.</summary>
    public required ColumnExtremes LongLoss { get; init; }

    /// <summary>The learning rate that EmoVoid made, as recorded.</summary>
    public required ColumnExtremes Pulse { get; init; }

    /// <summary>The losses of the checkpoints that were measured, by step; may be none.</summary>
    public required IReadOnlyList<MeasuredPoint> Measures { get; init; }

    public required IReadOnlyList<LitSpan> Light { get; init; }

    /// <summary>The steps after which a checkpoint was saved, in order.</summary>
    public required IReadOnlyList<int> Saves { get; init; }

    /// <summary>Which of them to take; without candidates when nothing was saved.</summary>
    public required CheckpointRecommendation Advice { get; init; }

    public int LastStep => Columns.LastStep;

    /// <summary>Steps that left no loss: the trainer skips one whose loss or gradient is not finite.</summary>
    public int Missing => LastStep - Recorded;

    /// <summary>Null when nothing was saved.</summary>
    public CheckpointCandidate? Recommended => Advice.Candidates.Count > 0 ? Advice.Candidates[0] : null;
}

/// <summary>The measured losses of a checkpoint, as the plot shows them.</summary>
/// <param name="Step">0: before the first step.</param>
/// <param name="HeldOut">Null when no picture is held out.</param>
internal readonly record struct MeasuredPoint(int Step, double? HeldOut, double Trained);

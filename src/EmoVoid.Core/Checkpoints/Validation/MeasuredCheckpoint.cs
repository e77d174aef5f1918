using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Checkpoints.Validation;

/// <summary>What was measured at a step: of a checkpoint, or of the base before the first step.</summary>
public sealed record MeasuredCheckpoint
{
    /// <summary>The step after which it was measured; 0: before the first.</summary>
    public required int Step { get; init; }

    /// <summary>The mean loss of the held-out pictures; null when none is held out.</summary>
    public required double? HeldOut { get; init; }

    /// <summary>The mean loss of the trained pictures that are measured beside them.</summary>
    public required double Trained { get; init; }

    /// <summary>How much further the held-out loss is above the trained one than at the first measurement, which is that of the base: what is memorized. Null when no picture is held out.</summary>
    public required double? Gap { get; init; }

    /// <summary>The standard error of the gap; null when it is not known.</summary>
    public required double? GapError { get; init; }

    /// <summary>How much higher the held-out loss is than at the step that is compared with; of the trained pictures when none is held out.</summary>
    public required PairedDifference Against { get; init; }

    /// <summary>How long measuring took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The loss of each held-out picture at each noise; the same pairs at every step.</summary>
    public required IReadOnlyList<PairLoss> HeldOutPairs { get; init; }

    /// <summary>The same of the trained pictures.</summary>
    public required IReadOnlyList<PairLoss> TrainedPairs { get; init; }
}

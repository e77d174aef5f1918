using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Checkpoints.Validation;

/// <summary>What the measurements of a run say: each checkpoint, and any two of them against each other.</summary>
/// <remarks>
/// A pure function of the measurements. Only those of the same pairs as the last one are taken: a run that went on after its plan was changed by hand
/// has others too, which cannot be compared.
/// </remarks>
public sealed class RunValidation
{
    private readonly SortedDictionary<int, Validated> measures = [];

    /// <param name="all">In any order; of one step the last counts.</param>
    public RunValidation(IReadOnlyList<Validated> all)
    {
        if (all.MaxBy(measure => measure.Step) is not { } last)
            return;
        foreach (var measure in all.Where(measure => HasPairsOf(measure, last)))
            measures[measure.Step] = measure;
        Lowest = Of(Losses).MinBy(mean => mean.Mean).Step;
    }

    /// <summary>Whether nothing was measured.</summary>
    public bool IsEmpty => measures.Count == 0;

    /// <summary>Whether any picture is held out.</summary>
    public bool HoldsOut => !IsEmpty && measures.Values.First().HeldOut.Count > 0;

    /// <summary>The step with the lowest held-out loss, the earlier of equals; of the trained pictures when none is held out. Null when nothing was measured.</summary>
    public int? Lowest { get; }

    /// <summary>The measured steps in order.</summary>
    public IReadOnlyCollection<int> Steps => measures.Keys;

    /// <summary>The trained pictures that are measured, by name.</summary>
    public IReadOnlyList<string> TrainedPictures => IsEmpty ? [] : [.. measures.Values.First().Trained.Select(pair => pair.File).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How much higher the held-out loss is at one step than at another; of the trained pictures when none is held out.</summary>
    /// <exception cref="KeyNotFoundException">A step was not measured.</exception>
    public PairedDifference Difference(int step, int against) => Validation.PairedDifference.Of(Losses(measures[step]), Losses(measures[against]));

    /// <summary>The same of the trained pictures.</summary>
    /// <exception cref="KeyNotFoundException">A step was not measured.</exception>
    public PairedDifference TrainedDifference(int step, int against) => Validation.PairedDifference.Of(measures[step].Trained, measures[against].Trained);

    /// <summary>The mean loss of all that is measured at a step, the held-out pictures and as many trained ones; null when the step was not measured.</summary>
    public double? PairedLoss(int step) => measures.TryGetValue(step, out var measure) ? Mean([.. measure.HeldOut, .. measure.Trained]) : null;

    /// <summary>How much higher <see cref="PairedLoss"/> is at one step than at another.</summary>
    /// <exception cref="KeyNotFoundException">A step was not measured.</exception>
    public PairedDifference PairedDifference(int step, int against) => Validation.PairedDifference.Of(
        [.. measures[step].HeldOut, .. measures[step].Trained], [.. measures[against].HeldOut, .. measures[against].Trained]);

    /// <summary>Every measured checkpoint, by step.</summary>
    /// <param name="against">The step that each is compared with; null: that with the lowest loss.</param>
    /// <exception cref="KeyNotFoundException">That step was not measured.</exception>
    public IReadOnlyList<MeasuredCheckpoint> Checkpoints(int? against = null) =>
        [.. measures.Values.Select(measure => Checkpoint(measure, against ?? Lowest!.Value))];

    private MeasuredCheckpoint Checkpoint(Validated measure, int against)
    {
        var (heldOut, trained) = (Difference(measure.Step, measures.Keys.First()), TrainedDifference(measure.Step, measures.Keys.First()));
        return new MeasuredCheckpoint
        {
            Step = measure.Step,
            HeldOut = HoldsOut ? Mean(measure.HeldOut) : null,
            Trained = Mean(measure.Trained),
            Gap = HoldsOut ? heldOut.Difference - trained.Difference : null,
            // Of pictures that have nothing to do with each other, so that the squares add up.
            GapError = HoldsOut && (heldOut.StandardError, trained.StandardError) is ({ } one, { } other) ? Math.Sqrt(one * one + other * other) : null,
            Against = Difference(measure.Step, against),
            Seconds = measure.Seconds,
            HeldOutPairs = measure.HeldOut,
            TrainedPairs = measure.Trained,
        };
    }

    private IReadOnlyList<PairLoss> Losses(Validated measure) => HoldsOut ? measure.HeldOut : measure.Trained;

    private IEnumerable<(int Step, double Mean)> Of(Func<Validated, IReadOnlyList<PairLoss>> losses) =>
        measures.Values.Select(measure => (measure.Step, Mean(losses(measure))));

    private static double Mean(IReadOnlyList<PairLoss> losses) => losses.Average(pair => pair.Loss);

    private static bool HasPairsOf(Validated one, Validated other) => AreSame(one.HeldOut, other.HeldOut) && AreSame(one.Trained, other.Trained);

    private static bool AreSame(IReadOnlyList<PairLoss> some, IReadOnlyList<PairLoss> others) =>
        some.Select(pair => (pair.File, pair.Sigma)).SequenceEqual(others.Select(pair => (pair.File, pair.Sigma)));
}

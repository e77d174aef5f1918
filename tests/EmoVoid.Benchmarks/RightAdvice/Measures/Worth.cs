namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>The one number of a checkpoint and the four that it is made of, each 0..1. Fixed in docs/decisions/0005-worth.md before any was measured.</summary>
/// <param name="Likeness">To the subject: 0 as the base, 1 as a drawing.</param>
/// <param name="Following">Of what else was asked for.</param>
/// <param name="Kept">How far the base still draws everything else as before.</param>
/// <param name="Copied">How near samples come to training pictures.</param>
internal sealed record Worth(double Likeness, double Following, double Kept, double Copied)
{
    public const double OfLikeness = 0.45, OfFollowing = 0.25, OfKept = 0.15, OfCopied = 0.15;

    /// <summary>In cosines: a shorter way from the base to a drawing counts as this, or a weak concept's noise would count most.</summary>
    private const double ShortestWay = 0.2;

    public double Value => OfLikeness * Likeness + OfFollowing * Following + OfKept * Kept + OfCopied * (1 - Copied);

    public static Worth Of(CheckpointMeasures measures, MeasureScale scale) => Of(measures.Likeness.Average(), measures.Following.Average(), measures.Copied.Average(), measures.Kept.Average(), scale);

    /// <summary>The standard error of <see cref="Value"/> that comes from the choice of prompts and noise.</summary>
    public static double ErrorOf(CheckpointMeasures measures, MeasureScale scale, long seed, int rounds = 500)
    {
        var values = Enumerable.Range(0, rounds).Select(round => Again(measures, scale, seed, round).Value).ToList();
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (rounds - 1));
    }

    private static Worth Again(CheckpointMeasures measures, MeasureScale scale, long seed, int round)
    {
        var (samples, others) = (Statistics.Bootstrap.Drawn(seed, 2 * round, measures.Likeness.Count), Statistics.Bootstrap.Drawn(seed, 2 * round + 1, measures.Kept.Count));
        double Mean(IReadOnlyList<double> values, int[] drawn) => drawn.Average(i => values[i]);
        return Of(Mean(measures.Likeness, samples), Mean(measures.Following, samples), Mean(measures.Copied, samples), Mean(measures.Kept, others), scale);
    }

    private static Worth Of(double likeness, double following, double copied, double kept, MeasureScale scale) => new(
        Math.Clamp((likeness - scale.BaseLikeness) / Math.Max(scale.DrawingLikeness - scale.BaseLikeness, ShortestWay), 0, 1),
        scale.DrawingFollowing > 0 ? Math.Clamp(following / scale.DrawingFollowing, 0, 1) : 0,
        Math.Clamp(kept, 0, 1),
        Math.Clamp(copied - scale.DrawingCopied, 0, 1));
}

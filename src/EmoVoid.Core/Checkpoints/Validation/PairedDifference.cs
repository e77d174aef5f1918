using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Checkpoints.Validation;

/// <summary>How much higher the loss is at one step than at another, at the same pictures and the same noise.</summary>
/// <param name="Difference">The mean over all pairs.</param>
/// <param name="StandardError">
/// Of that mean, over other pictures of the kind; null when it is of one picture alone. The pairs of a picture go up and down together, so pictures are counted, and not pairs.
/// </param>
/// <param name="Pairs">How many pairs it is of.</param>
/// <param name="Pictures">How many pictures it is of.</param>
public sealed record PairedDifference(double Difference, double? StandardError, int Pairs, int Pictures)
{
    /// <summary>A difference of so many standard errors is taken for more than chance.</summary>
    private const double Clear = 2;

    /// <summary>Whether it is more than chance; null when its error is not known.</summary>
    internal bool? IsClear => StandardError is { } error ? Math.Abs(Difference) > Clear * error : null;

    /// <summary>0..1: about 2Φ(d̄ / its error) − 1, the probability that a difference above 0 is no chance (Φ of the normal distribution, by its logistic neighbour); 0 when the error is not known.</summary>
    internal double Confidence => Difference > 0 && StandardError is { } error ? Math.Tanh(Math.Sqrt(2 / Math.PI) * Difference / error) : 0;

    /// <summary>d̄ ± √(k/(k−1) · Σ over the k pictures of (Σ over its pairs of (d − d̄))²) / n</summary>
    /// <param name="at">The losses at the step, at least one.</param>
    /// <param name="before">The losses of the same pairs at the step that it is compared with.</param>
    /// <remarks>Source: Liang and Zeger, "Longitudinal data analysis using generalized linear models" (1986), for a mean of clusters.</remarks>
    internal static PairedDifference Of(IReadOnlyList<PairLoss> at, IReadOnlyList<PairLoss> before)
    {
        var differences = at.Zip(before, (now, then) => (now.File, Loss: now.Loss - then.Loss)).ToList();
        var mean = differences.Average(one => one.Loss);
        var pictures = differences.GroupBy(one => one.File, one => one.Loss - mean).Select(picture => picture.Sum()).ToList();
        var k = (double)pictures.Count;
        double? error = k > 1 ? Math.Sqrt(k / (k - 1) * pictures.Sum(sum => sum * sum)) / differences.Count : null;
        return new PairedDifference(mean, error, differences.Count, pictures.Count);
    }
}

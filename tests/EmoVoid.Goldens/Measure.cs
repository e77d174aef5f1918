using static TorchSharp.torch;

namespace EmoVoid.Goldens;

/// <summary>How far two results are apart, in float64.</summary>
public static class Measure
{
    /// <summary>‖actual − expected‖ / ‖expected‖; infinite when the shapes differ.</summary>
    public static double RelL2(Tensor actual, Tensor expected)
    {
        if (!actual.shape.SequenceEqual(expected.shape))
            return double.PositiveInfinity;
        using var scope = NewDisposeScope();
        var (a, e) = (actual.detach().to(float64), expected.to(float64));
        return ((a - e).norm() / e.norm()).item<double>();
    }

    /// <summary>The largest |actual − expected| / |expected| of two series; infinite when their lengths differ.</summary>
    public static double LargestRelative(IReadOnlyList<double> actual, IReadOnlyList<double> expected) =>
        actual.Count != expected.Count
            ? double.PositiveInfinity
            : actual.Zip(expected, (a, e) => Math.Abs(a - e) / Math.Abs(e)).Aggregate(0.0, Math.Max);

    /// <summary>The median of |actual − expected| / |expected| over two series; infinite when their lengths differ.</summary>
    public static double MedianRelative(IReadOnlyList<double> actual, IReadOnlyList<double> expected) =>
        actual.Count != expected.Count
            ? double.PositiveInfinity
            : actual.Zip(expected, (a, e) => Math.Abs(a - e) / Math.Abs(e)).Order().ElementAt(actual.Count / 2);
}

using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>y ≈ c · Π xᵢ^eᵢ by least squares of the logarithms.</summary>
/// <param name="Exponents">e, one for each x.</param>
/// <param name="Errors">Their standard errors.</param>
/// <param name="Scatter">Standard deviation of ln y about the law.</param>
internal sealed record PowerLaw(IReadOnlyList<double> Exponents, IReadOnlyList<double> Errors, double Scatter)
{
    /// <param name="points">More than there are exponents.</param>
    public static PowerLaw Fit(IReadOnlyList<(double[] X, double Y)> points)
    {
        using var scope = NewDisposeScope();
        var rows = points.Select(point => tensor((double[])[1, .. point.X.Select(x => Math.Log(x))]));
        var a = stack(rows);                                                           // (n, 1 + e)
        var y = tensor(points.Select(point => Math.Log(point.Y)).ToArray());           // (n)
        var inverse = linalg.inv(a.t().matmul(a));                                     // (1 + e, 1 + e)
        var b = inverse.matmul(a.t()).matmul(y);                                       // (1 + e)
        var variance = (y - a.matmul(b)).pow(2).sum().item<double>() / (points.Count - a.shape[1]);
        double[] exponents = [.. b.data<double>()], errors = [.. (inverse.diagonal() * variance).sqrt().data<double>()];
        return new PowerLaw(exponents[1..], errors[1..], Math.Sqrt(variance));
    }
}

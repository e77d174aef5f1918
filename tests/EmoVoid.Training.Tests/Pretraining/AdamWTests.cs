using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Pretraining;

public sealed class AdamWTests
{
    /// <summary>float32 against float64 over 50 steps.</summary>
    private const double Tolerance = 1e-5;

    [Fact]
    public void Its_steps_are_those_of_the_algorithm_as_it_is_printed()
    {
        const int n = 37;
        using var scope = NewDisposeScope();
        var start = Enumerable.Range(0, n).Select(i => Math.Sin(i)).ToArray();
        var parameters = tensor(start.Select(value => (float)value).ToArray());
        using var optimizer = new AdamW(parameters);
        var (p, m, v) = (start.ToArray(), new double[n], new double[n]);

        for (var t = 1; t <= 50; t++)
        {
            var g = Enumerable.Range(0, n).Select(i => Math.Cos(i * t) * Math.Pow(10, i % 4 - 2)).ToArray();
            var rate = 0.01 / t;
            optimizer.Step(tensor(g.Select(value => (float)value).ToArray()), rate, t);
            for (var i = 0; i < n; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                p[i] -= rate * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, t))) + 1e-8);
            }
        }

        foreach (var (expected, found) in p.Zip(parameters.data<float>()))
            Assert.Equal(expected, found, Tolerance);
    }
}

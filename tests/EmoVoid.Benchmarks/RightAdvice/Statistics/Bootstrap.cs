using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Pretraining.World;

namespace EmoVoid.Benchmarks.RightAdvice.Statistics;

/// <summary>How far a mean could be another one, had other subjects been drawn. Source: Efron, "Bootstrap methods: another look at the jackknife".</summary>
internal static class Bootstrap
{
    public const int Rounds = 4000;

    /// <summary>The mean of values and the middle 95 % of the means of as many, drawn from them with replacement (percentile method).</summary>
    /// <param name="values">At least one.</param>
    public static Interval Mean(IReadOnlyList<double> values, long seed, int rounds = Rounds)
    {
        double[] means = [.. Enumerable.Range(0, rounds).Select(round => Drawn(seed, round, values.Count).Average(i => values[i])).Order()];
        return new Interval(values.Average(), Quantile(means, 0.025), Quantile(means, 0.975));
    }

    /// <summary>As many of 0 … <paramref name="count"/> − 1, with replacement.</summary>
    public static int[] Drawn(long seed, int round, int count)
    {
        var draw = new Draw(seed, Purpose.Bootstrap, 0, round);
        return [.. Enumerable.Range(0, count).Select(i => draw.Below(i, count))];
    }

    /// <summary>Between the two neighbours in proportion.</summary>
    /// <param name="ascending">At least one.</param>
    public static double Quantile(IReadOnlyList<double> ascending, double share)
    {
        var at = share * (ascending.Count - 1);
        var (below, above) = (ascending[(int)at], ascending[Math.Min((int)at + 1, ascending.Count - 1)]);
        return below + (at - (int)at) * (above - below);
    }
}

internal sealed record Interval(double Mean, double Low, double High);

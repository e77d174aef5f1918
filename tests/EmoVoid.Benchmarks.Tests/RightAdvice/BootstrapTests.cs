using EmoVoid.Benchmarks.RightAdvice.Statistics;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class BootstrapTests
{
    private static readonly double[] Values = [0.01, 0.02, 0.05, 0.11, 0.30];

    [Fact]
    public void It_comes_to_what_all_possible_draws_give()
    {
        var all = AllMeans(Values).Order().ToArray();
        var found = Bootstrap.Mean(Values, seed: 3, rounds: 20_000);
        Assert.Equal(Values.Average(), found.Mean, 12);
        Assert.Equal(Bootstrap.Quantile(all, 0.025), found.Low, 0.004);
        Assert.Equal(Bootstrap.Quantile(all, 0.975), found.High, 0.006);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_one_others()
    {
        Assert.Equal(Bootstrap.Mean(Values, 7), Bootstrap.Mean(Values, 7));
        Assert.NotEqual(Bootstrap.Mean(Values, 7, rounds: 50), Bootstrap.Mean(Values, 8, rounds: 50));
    }

    [Fact]
    public void One_value_leaves_no_room() => Assert.Equal(new Interval(0.25, 0.25, 0.25), Bootstrap.Mean([0.25], 1));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(1, 4)]
    public void A_quantile_lies_between_its_neighbours(double share, double value) => Assert.Equal(value, Bootstrap.Quantile([1, 2, 4], share), 12);

    /// <summary>The means of all n^n draws with replacement.</summary>
    private static IEnumerable<double> AllMeans(double[] values)
    {
        var count = (int)Math.Pow(values.Length, values.Length);
        for (var draw = 0; draw < count; draw++)
        {
            var (sum, rest) = (0.0, draw);
            for (var i = 0; i < values.Length; i++, rest /= values.Length)
                sum += values[rest % values.Length];
            yield return sum / values.Length;
        }
    }
}

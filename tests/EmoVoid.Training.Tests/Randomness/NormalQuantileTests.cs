using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Tests.Randomness;

public class NormalQuantileTests
{
    /// <summary>From Python's <c>statistics.NormalDist().inv_cdf</c>.</summary>
    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.925, 1.439531470938456)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.97, 1.8807936081512504)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1.1641532182693481e-10, -6.337957754553789)]
    [InlineData(0.9999999998835847, 6.337957754553789)]
    public void It_inverts_the_normal_distribution(double p, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(p), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void It_rises_everywhere_also_where_the_formulas_meet()
    {
        var p = Enumerable.Range(1, 99_999).Select(i => i / 100_000.0).ToArray();
        Assert.All(p.Zip(p.Skip(1)), pair => Assert.True(NormalQuantile.Of(pair.First) < NormalQuantile.Of(pair.Second)));
    }
}

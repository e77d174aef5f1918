using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Tests.Randomness;

public class DrawTests
{
    private const int Count = 65_536;

    [Fact]
    public void Noise_has_mean_0_variance_1_and_normal_tails()
    {
        var z = Noise(seed: 42, step: 1, sample: 0);
        var (mean, variance) = (z.Average(), z.Average(x => x * x));
        Assert.Equal(0.0, mean, 4 / Math.Sqrt(Count));                          // 4 standard errors
        Assert.Equal(1.0, variance, 4 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0.0455, z.Count(x => Math.Abs(x) > 2) / (double)Count, 4 * Math.Sqrt(0.0455 / Count));
        Assert.Equal(3.0, z.Average(x => x * x * x * x), 4 * Math.Sqrt(96.0 / Count));
    }

    [Fact]
    public void Neighbouring_steps_samples_seeds_and_purposes_are_not_correlated()
    {
        var z = Noise(42, 7, 1);
        float[][] neighbours = [Noise(42, 8, 1), Noise(42, 7, 2), Noise(43, 7, 1), Noise(42, 1, 7), Noise(42, 7, 1, Purpose.Sigma), [.. z.Skip(1), z[0]]];
        Assert.All(neighbours, other => Assert.Equal(0.0, z.Zip(other, (a, b) => (double)a * b).Average(), 4 / Math.Sqrt(Count)));
    }

    [Fact]
    public void A_number_does_not_depend_on_what_was_drawn_before_or_together_with_it()
    {
        var draw = new Draw(42, Purpose.Noise, 3, 1);
        var filled = new float[1001];
        draw.FillNormal(filled);
        Assert.Equal(filled[1000], (float)draw.Normal(1000));
        Assert.Equal(filled[5], (float)new Draw(42, Purpose.Noise, 3, 1).Normal(5));
    }

    /// <summary>
    /// These numbers are every run's history: if they change, no saved run continues with the same bits.
    /// They were computed by another program (Python's integers and its NormalDist).
    /// </summary>
    [Fact]
    public void The_numbers_never_change()
    {
        Assert.Equal(
            [1070962358, 1067653917, -1075207646, 1067569438, 1051721998, 1055695098],
            Noise(42, 1, 0).Take(6).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(
            [4607569228999182591, -4634525391816686400, -4618713641860115021],
            Enumerable.Range(1, 3).Select(step => BitConverter.DoubleToInt64Bits(new Draw(42, Purpose.Sigma, step, 0).Normal(0))));
        var order = Enumerable.Range(0, 10).ToArray();
        new Draw(42, Purpose.Order, 0, 0).Shuffle<int>(order);
        Assert.Equal([1, 9, 8, 4, 0, 7, 6, 2, 3, 5], order);
    }

    [Fact]
    public void Negative_and_large_seeds_are_seeds_too() =>
        Assert.Equal(4, new[] { -1L, long.MinValue, long.MaxValue, 1L << 32 }.Select(seed => new Draw(seed, Purpose.Noise, 1, 0).Word(0)).Distinct().Count());

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        var values = new float[Count];
        new Draw(42, Purpose.LoraInit, 0, 3).FillUniform(values, 0.25);
        Assert.InRange(values.Max(), 0.2499, 0.25);
        Assert.InRange(values.Min(), -0.25, -0.2499);
        Assert.Equal(0.25 * 0.25 / 3, values.Average(x => x * x), 0.001);
    }

    [Fact]
    public void A_shuffle_takes_every_order_equally_often()
    {
        const int tries = 24_000;
        var counts = Enumerable.Range(0, tries).GroupBy(i => Shuffled("abcd", i)).Select(group => group.Count()).ToList();
        Assert.Equal(24, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 850, 1150));          // 1000 ± 4.8 standard errors
    }

    private static string Shuffled(string letters, int step)
    {
        var items = letters.ToCharArray();
        new Draw(42, Purpose.Order, step, 0).Shuffle<char>(items);
        return new string(items);
    }

    private static float[] Noise(long seed, int step, int sample, Purpose purpose = Purpose.Noise)
    {
        var values = new float[Count];
        new Draw(seed, purpose, step, sample).FillNormal(values);
        return values;
    }
}

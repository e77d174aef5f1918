using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Optimizers;

/// <summary>Both sets of kernels against plain loops, at lengths around every edge of the vector loops.</summary>
public sealed class FlatKernelsTests
{
    private const double NormTolerance = 2e-6;

    public static TheoryData<int> Lengths => [1, 15, 16, 17, 31, 33, 4095, 4097, 32_768, 32_769, 100_003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_norm_is_the_sum_of_the_magnitudes(int length)
    {
        var values = Values(length);
        using var x = tensor(values);
        var expected = values.Sum(value => (double)Math.Abs(value));

        Assert.Equal(expected, new VectorKernels().L1Norm(x), NormTolerance * expected);
        Assert.Equal(expected, new TorchKernels().L1Norm(x), NormTolerance * expected);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void The_norm_has_the_same_bits_on_any_number_of_threads(int length)
    {
        using var x = tensor(Values(length));
        var alone = new VectorKernels(threads: 1).L1Norm(x);
        foreach (var threads in new[] { 2, 3, 8 })
            Assert.Equal(alone, new VectorKernels(threads).L1Norm(x));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_descent_has_the_bits_of_a_plain_loop(int length)
    {
        const float scale = 0.9973f, pulse = 0.00123f;
        var (values, gradient) = (Values(length), Values(length + 1)[1..]);
        gradient[length / 2] = 0f;
        gradient[length - 1] = -0f;
        var expected = values.Zip(gradient, (p, g) => (float)(p * scale) - pulse * MathF.Sign(g)).ToArray();

        foreach (var kernels in new IFlatKernels[] { new VectorKernels(), new TorchKernels() })
        {
            using var p = tensor(values);
            using var g = tensor(gradient);
            Assert.True(kernels.TakeSigns(g));
            kernels.ScaleAndDescend(p, scale, pulse);
            Assert.Equal(expected, p.data<float>().ToArray());
            kernels.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void One_infinity_or_NaN_anywhere_is_seen(int length)
    {
        foreach (var kernels in new IFlatKernels[] { new VectorKernels(), new TorchKernels() })
        {
            using var finite = tensor(Values(length));
            finite[0] = float.MaxValue;
            Assert.True(kernels.TakeSigns(finite));
            foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                foreach (var at in new[] { 0, length / 2, length - 1 })
                {
                    using var x = finite.clone();
                    x[at] = bad;
                    Assert.False(kernels.TakeSigns(x), $"{kernels.GetType().Name}: {bad} at {at} of {length}");
                }
        }
    }

    private static float[] Values(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }
}

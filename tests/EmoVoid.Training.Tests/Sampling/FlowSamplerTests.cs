using EmoVoid.Training.Sampling;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Sampling;

public class FlowSamplerTests
{
    /// <summary>float32 sums of some dozen steps.</summary>
    private const double Rounding = 1e-5;

    [Fact]
    public void Noise_levels_fall_from_1_to_0_and_the_shift_keeps_them_high_for_longer()
    {
        Assert.Equal([1, 0.75, 0.5, 0.25, 0], FlowSampler.Sigmas(4, shift: 1));
        // 3σ/(1 + 2σ) at σ = 3/4, 1/2, 1/4
        Assert.Equal([1, 0.9, 0.75, 0.5, 0], FlowSampler.Sigmas(4), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowSampler.Sigmas(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Along_a_straight_path_any_number_of_steps_arrives_at_the_picture(int steps)
    {
        using var scope = NewDisposeScope();
        var (picture, noise) = (randn(1, 3, 4, 6), FlowSampler.Noise(5, 0, 1, 3, 4, 6));
        var found = Sample(noise, FlowSampler.Sigmas(steps), (_, _) => noise - picture);
        Assert.True((found - picture).abs().max().item<float>() < Rounding);
    }

    [Fact]
    public void In_a_linear_field_the_steps_converge_to_the_analytic_solution()
    {
        // dx/dσ = a·x has x(0) = x(1)·e^(−a); Euler's error halves when the steps double.
        const double a = 1.3;
        using var scope = NewDisposeScope();
        var noise = ones(1, 1, 2, 2);
        double Error(int steps) => Math.Abs(Sample(noise, FlowSampler.Sigmas(steps), (x, _) => x * a).mean().item<float>() - Math.Exp(-a));
        Assert.InRange(Error(100) / Error(200), 1.9, 2.1);
        Assert.InRange(Error(400), 0, 2e-3);
    }

    [Fact]
    public void A_velocity_that_depends_on_the_noise_level_is_asked_at_each_of_them_but_the_last()
    {
        using var scope = NewDisposeScope();
        var asked = new List<double>();
        var sigmas = FlowSampler.Sigmas(5);
        Sample(ones(1, 1, 2, 2), sigmas, (x, σ) =>
        {
            asked.Add(σ);
            return x.clone();
        });
        Assert.Equal(sigmas[..^1], asked);
    }

    [Fact]
    public void Noise_belongs_to_the_seed_and_the_prompt_and_to_nothing_else()
    {
        using var scope = NewDisposeScope();
        var first = FlowSampler.Noise(42, 0, 1, 16, 8, 8);
        FlowSampler.Noise(42, 1, 1, 16, 8, 8);
        Assert.True(FlowSampler.Noise(42, 0, 1, 16, 8, 8).equal(first).all().item<bool>());
        Assert.True((FlowSampler.Noise(42, 1, 1, 16, 8, 8) - first).abs().mean().item<float>() > 0.5);
        Assert.True((FlowSampler.Noise(43, 0, 1, 16, 8, 8) - first).abs().mean().item<float>() > 0.5);
    }

    [Fact]
    public void A_stop_ends_it_between_two_steps()
    {
        using var scope = NewDisposeScope();
        using var stop = new CancellationTokenSource();
        var steps = 0;
        Assert.Throws<OperationCanceledException>(() => FlowSampler.Sample(ones(1, 1, 2, 2), FlowSampler.Sigmas(9), (x, _) =>
        {
            if (++steps == 3)
                stop.Cancel();
            return x.clone();
        }, stop.Token));
        Assert.Equal(3, steps);
    }

    private static Tensor Sample(Tensor noise, double[] sigmas, Func<Tensor, double, Tensor> velocity) =>
        FlowSampler.Sample(noise, sigmas, velocity, TestContext.Current.CancellationToken);
}

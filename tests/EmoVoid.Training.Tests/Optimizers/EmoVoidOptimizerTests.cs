using EmoVoid.Contracts.Light;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Optimizers;

public sealed class EmoVoidOptimizerTests
{
    /// <summary>Relative to the largest parameter: the two round the norm, and so the ratio that holds it, to float32 from different sums.</summary>
    private const double FlatTolerance = 2e-6;

    /// <summary>How well a sum of 37,000 float32 magnitudes is held.</summary>
    private const double NormTolerance = 1e-6;

    [Theory]
    [InlineData("falls", false)]
    [InlineData("falls", true)]
    [InlineData("flutters around the stop loss", false)]
    [InlineData("flutters around the stop loss", true)]
    [InlineData("has spikes", false)]
    [InlineData("has spikes", true)]
    public void A_flat_step_moves_every_parameter_as_the_per_tensor_oracle_does(string losses, bool useShadow)
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            var run = new SeededRun(seed, losses);
            using var p = tensor(run.Initial);
            using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings(SeededRun.StopLoss, UseShadow: useShadow));
            var oracle = new EmoVoidOracle(SeededRun.Split(run.Initial), SeededRun.StopLoss, useShadow);

            for (var step = 1; step <= 150; step++)
            {
                var taken = run.Train(optimizer, step, step).Single();
                var pulse = oracle.Step(run.Loss(step), SeededRun.Split(run.Gradient(step)));

                Assert.Equal(pulse, taken.Pulse, 1e-15);
                Assert.Equal(oracle.ShouldStop, taken.IsLit);
                Assert.True(Distance(p, oracle.Tensors) <= FlatTolerance, $"seed {seed}, step {step}: {Distance(p, oracle.Tensors):e2}");
            }
        }
    }

    [Fact]
    public void The_series_of_these_tests_reach_the_edges()
    {
        var (turnOns, shocks) = (0, 0);
        foreach (var losses in new[] { "falls", "flutters around the stop loss", "has spikes" })
        {
            var controller = new EmoVoidController(new EmoVoidSettings(SeededRun.StopLoss));
            var run = new SeededRun(1, losses);
            var steps = Enumerable.Range(1, 150).Select(step => controller.Step(run.Loss(step))).ToList();
            turnOns = Math.Max(turnOns, steps.Count(step => step.TurnedOn));
            shocks += steps.Count(step => Math.Abs(step.Scalar) is > 0.625 and < 1.0);
        }

        Assert.True(turnOns >= 3, $"the light turned on {turnOns} times");
        Assert.True(shocks >= 3, $"the shadow pulled back {shocks} times");
    }

    [Fact]
    public void The_norm_is_held_until_step_56_or_the_first_light_and_once_after_each_turn_on()
    {
        var heldLate = HeldStepsAfterTheWindow(restingOn: 0) + HeldStepsAfterTheWindow(restingOn: 1);
        Assert.True(heldLate > 0, "the light never turned on after the window");
    }

    [Fact]
    public void Through_the_first_window_the_norm_goes_back_to_that_of_the_start()
    {
        var run = new SeededRun(1, "falls");
        using var p = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings());
        using var zero = zeros(SeededRun.Count);
        var start = Norm(p);

        run.Train(optimizer, 1, 30);
        Assert.NotEqual(start, Norm(p), NormTolerance * start);
        optimizer.Step(run.Loss(31), zero);

        Assert.Equal(start, Norm(p), NormTolerance * start);
    }

    [Fact]
    public void A_zero_gradient_changes_no_bit_once_the_norm_is_let_go()
    {
        var run = new SeededRun(1, "falls");
        using var p = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings(StopLoss: 1e-4));
        using var zero = zeros(SeededRun.Count);
        run.Train(optimizer, 1, 56);

        var before = p.data<float>().ToArray();
        optimizer.Step(run.Loss(57), zero);

        Assert.Equal(before, p.data<float>().ToArray());
    }

    [Theory]
    [InlineData(double.NaN, 0f, 0)]
    [InlineData(double.PositiveInfinity, 0f, 0)]
    [InlineData(double.NegativeInfinity, 0f, 0)]
    [InlineData(0.1, float.NaN, 0)]
    [InlineData(0.1, float.PositiveInfinity, 33_000)]
    [InlineData(0.1, float.NegativeInfinity, -1)]
    [InlineData(0.1, float.NaN, -1)]
    public void A_step_that_is_not_finite_is_refused_and_leaves_no_trace(double loss, float gradient, int at)
    {
        var run = new SeededRun(1, "falls");
        using var p = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings(UseShadow: true));
        run.Train(optimizer, 1, 3);
        var (state, parameters, shadow) = (optimizer.State, Values(p), Values(optimizer.State.Shadow!));

        var values = run.Gradient(4);
        values[at < 0 ? values.Length + at : at] = gradient;
        using var bad = tensor(values);

        Assert.Null(optimizer.Step(loss, bad));
        Assert.Equal(state, optimizer.State);
        Assert.Equal(parameters, Values(p));
        Assert.Equal(shadow, Values(optimizer.State.Shadow!));
    }

    [Fact]
    public void The_gradient_is_left_as_it_is()
    {
        var run = new SeededRun(1, "falls");
        using var p = tensor(run.Initial);
        using var gradient = tensor(run.Gradient(1));
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings());

        optimizer.Step(0.1, gradient);

        Assert.Equal(run.Gradient(1), Values(gradient));
    }

    [Fact]
    public void Views_of_the_buffer_move_with_it_and_the_optimizer_outlives_the_scope_it_was_made_in()
    {
        using var p = ones(64);
        using var view = p.narrow(0, 32, 16).reshape(4, 4);
        EmoVoidOptimizer optimizer;
        using (NewDisposeScope())
            optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings(UseShadow: true));
        using (NewDisposeScope())
            optimizer.Step(0.1, ones(64));

        using (optimizer)
        {
            var pulse = optimizer.Step(0.1, zeros(64)); // a second step: the shadow made in the first one is still there
            Assert.NotNull(pulse);
            Assert.All(Values(view.reshape(16)), value => Assert.True(value is < 1.001f and > 0.9f));
        }
    }

    [Fact]
    public void A_buffer_that_is_not_flat_float32_is_refused()
    {
        using var matrix = ones(4, 4);
        using var doubles = ones(4, dtype: float64);
        using var p = ones(4);
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings());

        Assert.Throws<ArgumentException>(() => new EmoVoidOptimizer(matrix, new EmoVoidSettings()));
        Assert.Throws<ArgumentException>(() => new EmoVoidOptimizer(doubles, new EmoVoidSettings()));
        Assert.Throws<ArgumentException>(() => optimizer.Step(0.1, ones(5)));
    }

    /// <summary>Every second step rests: its gradient is zero, so that all it can do is scale. The others shrink the norm.</summary>
    private static int HeldStepsAfterTheWindow(int restingOn)
    {
        var run = new SeededRun(1, "flutters around the stop loss");
        using var p = tensor(run.Initial);
        using var optimizer = new EmoVoidOptimizer(p, new EmoVoidSettings(SeededRun.StopLoss, EmoScope: 10)); // large moves, to be seen in the norm
        using var zero = zeros(SeededRun.Count);
        var (turnedOn, windowEnds, heldLate) = (false, 56, 0);
        for (var step = 1; step <= 150; step++)
        {
            var (before, rests) = (Norm(p), step % 2 == restingOn);
            using var gradient = rests ? zero.alias() : p.sign();
            var taken = optimizer.Step(run.Loss(step), gradient)!.Value;

            var shouldHold = (step > 1 && step <= windowEnds) || turnedOn;
            Assert.Equal(shouldHold, taken.HoldsNorm && step > 1);
            if (rests)
                Assert.True(shouldHold == Norm(p) > before, $"step {step}: {before} became {Norm(p)}");
            heldLate += rests && shouldHold && step > windowEnds + 1 ? 1 : 0;
            turnedOn = taken.TurnedOn;
            windowEnds = turnedOn ? Math.Min(windowEnds, step) : windowEnds;
        }

        return heldLate;
    }

    private static float[] Values(Tensor x) => x.data<float>().ToArray();

    private static double Norm(Tensor x) => Values(x).Sum(value => (double)Math.Abs(value));

    private static double Distance(Tensor p, float[][] tensors)
    {
        var expected = tensors.SelectMany(values => values).ToArray();
        var largest = expected.Max(Math.Abs);
        return Values(p).Zip(expected, (x, y) => Math.Abs(x - y)).Max() / largest;
    }
}

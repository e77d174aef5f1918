using System.Text.Json;
using EmoVoid.Contracts.Light;

namespace EmoVoid.Contracts.Tests.Light;

/// <summary>The rules one by one. That the whole series is right, the emovoid goldens say.</summary>
public sealed class EmoVoidControllerTests
{
    [Fact]
    public void Each_average_starts_at_the_first_loss_and_follows_at_its_own_pace()
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        controller.Step(1.0);
        Assert.Equal((1.0, 1.0, 1.0), (controller.State.Short, controller.State.Medium, controller.State.Long));
        controller.Step(2.0);
        Assert.Equal(1.3, controller.State.Short!.Value, 1e-15);
        Assert.Equal(1.05, controller.State.Medium!.Value, 1e-15);
        Assert.Equal(1.01, controller.State.Long!.Value, 1e-15);
    }

    [Fact]
    public void Trust_takes_the_sign_of_the_scalar_even_of_a_zero()
    {
        // long − short: 0.0 − 0.0 = +0.0, but −0.0 − 0.0 = −0.0.
        var plus = new EmoVoidController(new EmoVoidSettings(), new ControllerState { Short = 0.0, Medium = 0.0, Long = 0.0 }).Step(0.0);
        var minus = new EmoVoidController(new EmoVoidSettings(), new ControllerState { Short = 0.0, Medium = 0.0, Long = -0.0 }).Step(-0.0);

        Assert.Equal((false, 1.0), (double.IsNegative(plus.Scalar), plus.Trust));
        Assert.Equal((true, -1.0), (double.IsNegative(minus.Scalar), minus.Trust));
    }

    [Fact]
    public void A_rising_loss_is_trusted_with_a_minus_sign()
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        controller.Step(1.0);
        var step = controller.Step(1.001);
        Assert.True(step.Scalar < 0);
        Assert.Equal(-(1 - Math.Abs(step.Scalar)), step.Trust);
    }

    [Fact]
    public void The_pulse_stays_within_its_limits_and_reaches_both()
    {
        var falling = new EmoVoidController(new EmoVoidSettings(EmoScope: 1.0));
        var fall = Enumerable.Range(0, 400).Select(step => falling.Step(100 * Math.Exp(-step / 10.0)).Pulse).ToList();
        Assert.Equal(3e-3, fall.Max());

        var rising = new EmoVoidController(new EmoVoidSettings(EmoScope: 1e-3));
        var rise = Enumerable.Range(0, 400).Select(step => rising.Step(Math.Exp(step / 4.0)).Pulse).ToList();
        Assert.Equal(1e-8, rise.Min());
        Assert.All(rise, pulse => Assert.InRange(pulse, 1e-8, 3e-6));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_loss_that_is_not_finite_is_refused_and_changes_nothing(double loss)
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        controller.Step(0.1);
        var before = controller.State;
        Assert.Throws<ArgumentOutOfRangeException>(() => controller.Step(loss));
        Assert.Equal(before, controller.State);
    }

    [Fact]
    public void Losses_at_the_edge_of_float64_leave_no_NaN_behind()
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        foreach (var loss in new[] { 1e300, -1e300, 0, double.Epsilon, 1e300 })
            Assert.True(double.IsFinite(controller.Step(loss).Pulse));
    }

    [Fact]
    public void The_light_needs_both_calm_and_a_stable_loss_at_or_below_the_stop_loss()
    {
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: 0.04));
        var steps = Enumerable.Range(0, 100).Select(_ => controller.Step(0.04)).ToList();
        var first = steps.FindIndex(step => step.IsLit);

        Assert.True(first > 10, "a low loss alone must not light");
        Assert.All(steps, step => Assert.Equal(step.StopBase >= EmoVoidController.Calm && step.MediumLoss <= 0.04, step.IsLit));
        Assert.Equal([first], steps.Index().Where(step => step.Item.TurnedOn).Select(step => step.Index));
    }

    [Fact]
    public void The_norm_is_held_for_56_steps_and_once_more_after_the_light_turns_on()
    {
        var dark = new EmoVoidController(new EmoVoidSettings(StopLoss: 0.01));
        Assert.Equal(56, Enumerable.Range(0, 100).Count(_ => dark.Step(0.1).HoldsNorm));

        var lit = new EmoVoidController(new EmoVoidSettings(StopLoss: 0.04), new ControllerState { StepCount = 500, NoiseEst = 0, DEst = 1 });
        Assert.Equal((false, true), (lit.Step(0.04).HoldsNorm, lit.Step(0.04).HoldsNorm));
        Assert.False(lit.Step(0.04).HoldsNorm);
    }

    [Fact]
    public void Another_stop_loss_changes_the_light_and_nothing_else()
    {
        var (asked, other) = (new EmoVoidController(new EmoVoidSettings(0.04)), new EmoVoidController(new EmoVoidSettings(0.02)));
        var (lit, litOther) = (0, 0);
        for (var step = 0; step < 600; step++)
        {
            var loss = 0.03 * (1 + 0.6 * Math.Sin(step / 25.0));
            var (a, b) = (asked.Step(loss), other.Step(loss));
            Assert.Equal((a.Pulse, a.StopBase, a.MediumLoss), (b.Pulse, b.StopBase, b.MediumLoss));
            Assert.True(a.IsLit || !b.IsLit, "what lights at 0.02 lights at 0.04");
            (lit, litOther) = (lit + (a.IsLit ? 1 : 0), litOther + (b.IsLit ? 1 : 0));
        }

        Assert.True(lit > litOther && litOther > 0, $"{lit} and {litOther} lit steps");
    }

    [Fact]
    public void A_state_written_as_JSON_goes_on_with_the_same_bits()
    {
        var whole = new EmoVoidController(new EmoVoidSettings());
        for (var step = 0; step < 300; step++)
        {
            var json = JsonSerializer.Serialize(whole.State, ContractsJson.Line.ControllerState);
            var resumed = new EmoVoidController(new EmoVoidSettings(), JsonSerializer.Deserialize(json, ContractsJson.Line.ControllerState));
            var loss = 0.04 + 0.01 * Math.Sin(step);
            Assert.Equal(whole.Step(loss), resumed.Step(loss));
            Assert.Equal(whole.State, resumed.State);
        }
    }
}

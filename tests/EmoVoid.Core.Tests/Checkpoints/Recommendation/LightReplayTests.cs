using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Tests.Checkpoints.Recommendation;

public sealed class LightReplayTests
{
    private static readonly StepLoss[] Fluttering =
        [.. Enumerable.Range(1, 400).Select(step => new StepLoss(step, 0.04 * (1 + 0.2 * Math.Sin(step / 6.0))))];

    [Fact]
    public void A_replay_is_what_the_controller_said_in_training()
    {
        var controller = new EmoVoidController(new EmoVoidSettings());
        var taken = Fluttering.Select(entry => controller.Step(entry.Loss)).ToList();
        var replay = LightReplay.Of(Fluttering, new EmoVoidSettings());

        Assert.Equal(taken.Select(step => (step.Pulse, step.IsLit)), replay.Steps.Select(step => (step.Pulse, step.Lit)));
        Assert.Equal(Fluttering.Select(entry => entry.Step), replay.Steps.Select(step => step.Step));
        Assert.True(replay.TurnOnSteps.Count > 3);
        Assert.All(replay.TurnOnSteps, step => Assert.Contains(step, replay.LitSteps));
        Assert.All(replay.TurnOnSteps, step => Assert.DoesNotContain(step - 1, replay.LitSteps));
    }

    [Fact]
    public void A_lower_stop_loss_lights_no_step_that_a_higher_one_does_not()
    {
        var before = Fluttering.Select(entry => entry.Step).ToHashSet();
        foreach (var stopLoss in new[] { 0.1, 0.042, 0.04, 0.038, 0.03 })
        {
            var lit = LightReplay.Of(Fluttering, new EmoVoidSettings(stopLoss)).LitSteps;
            Assert.Subset(before, lit.ToHashSet());
            before = lit.ToHashSet();
        }

        Assert.Empty(before);
    }

    [Fact]
    public void Losses_may_come_in_any_order_twice_or_broken()
    {
        var mixed = Fluttering.Reverse().Concat([new StepLoss(7, double.NaN)]).Append(Fluttering[9]);
        Assert.Equal(LightReplay.Of(Fluttering, new()).Steps, LightReplay.Of(mixed, new()).Steps);
    }

    [Fact]
    public void No_losses_give_no_light()
    {
        var replay = LightReplay.Of([], new EmoVoidSettings());
        Assert.Empty(replay.Steps);
        Assert.Null(replay.LowestStopLossThatLights);
    }
}

using EmoVoid.Benchmarks.RightAdvice.Rules;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class RuleTests
{
    // 10 pictures: 60 steps a picture are at 600. Worth rises to 400 and falls again.
    private static readonly (int Step, double Likeness, double Loss)[] Saves = [(200, 0.2, 0.5), (400, 1, 0.4), (600, 0.8, 0.38), (800, 0.4, 0.39)];

    [Theory]
    [InlineData("advice", 400)]
    [InlineData("advice's second", 800)]
    [InlineData("light alone", 400)]
    [InlineData("light's second", 800)]
    [InlineData("last checkpoint", 800)]
    [InlineData("lowest average loss", 600)]
    [InlineData("60 steps a picture", 600)]
    public void A_rule_takes(string rule, int step)
    {
        var run = Records.Run("a", Saves, lit: [398, 400, 402, 790]);
        Assert.Equal([step], Rule.All.Single(one => one.Name == rule).Choose(RunView.AsTrained(run)));
    }

    [Fact]
    public void Advice_takes_a_second_look_where_the_light_tells_nothing_apart_and_the_light_alone_does_not()
    {
        var run = Records.Run("a", Saves, lit: [.. Enumerable.Range(1, 800)]);
        run = run with { Saves = [.. run.Saves.Select((save, i) => save with { Paired = Records.Paired(heldOut: 0.5 + 0.05 * i, trained: 0.4 - 0.1 * Math.Min(i, 2)) })] };
        var view = RunView.AsTrained(run);
        Assert.Equal((400, 600), (Rule.Light.Choose(view).Single(), Rule.Advice.Choose(view).Single()));
        Assert.Equal((200, 600), (Rule.LowestHeldOutLoss.Choose(view).Single(), Rule.LowestPairedLoss.Choose(view).Single()));
        Assert.Equal(Core.Checkpoints.Recommendation.Evidence.PairedLoss, view.Advice.DecidedBy);
    }

    [Fact]
    public void Regret_is_what_the_best_checkpoint_is_worth_more()
    {
        var run = Records.Run("a", Saves, lit: [400]);
        var view = RunView.AsTrained(run);
        Assert.Equal(0, Choice.Of(Rule.Light, view, run).Regret, 12);
        Assert.Equal(0.45 * 0.6, Choice.Of(Rule.Last, view, run).Regret, 12);
        Assert.Equal((400, 0.0), (Choice.BestPossible(view, run).Step, Choice.BestPossible(view, run).Regret));
    }

    [Fact]
    public void A_best_that_is_best_in_one_half_of_the_samples_alone_is_luck()
    {
        var run = Records.Run("a", [(100, 0.5, 0.5), (200, 0.5, 0.5)], lit: []);
        run = run with { Saves = [run.Saves[0], run.Saves[1] with { Measures = Records.Measures(0.5) with { Likeness = [0.9, 0.3] } }] };
        var first = Choice.Of(new Rule("first", view => [100]), RunView.AsTrained(run), run);
        Assert.Equal(0.45 * 0.1, first.Regret, 12);
        Assert.Equal(0.45 * (0.3 - 0.5) / 2, first.FairRegret, 12); // found by the first sample: worse in the second; by the second: the same one
    }

    [Fact]
    public void Chance_has_the_expected_worth_of_all_saves()
    {
        var run = Records.Run("a", Saves, lit: [400]);
        var choice = Choice.Of(Rule.Chance, RunView.AsTrained(run), run);
        Assert.Null(choice.Step);
        Assert.Equal(0.45 * (0.8 + 0 + 0.2 + 0.6) / 4, choice.Regret, 12);
        Assert.Equal(0.5, choice.InBestTwo);
    }

    [Fact]
    public void The_best_two_are_the_best_and_the_next_and_equals_share_a_place()
    {
        double InBestTwo(params double[] likeness)
        {
            var run = Records.Run("a", [.. likeness.Select((like, i) => (100 * (i + 1), like, 0.5))], lit: []);
            return Choice.Of(Rule.Last, RunView.AsTrained(run), run).InBestTwo;
        }

        Assert.Equal(1, InBestTwo(0.1, 0.9, 0.5));
        Assert.Equal(0, InBestTwo(0.6, 0.9, 0.5));
        Assert.Equal(1, InBestTwo(0.5, 0.9, 0.5));
        Assert.Equal(1, InBestTwo(0.5));
    }

    [Fact]
    public void A_run_that_never_lights_has_a_choice_by_every_rule()
    {
        var run = Records.Run("a", Saves, lit: []);
        var view = RunView.AsTrained(run);
        Assert.All(Rule.All, rule => Assert.NotEmpty(rule.Choose(view)));
        Assert.All(Rule.All, rule => Assert.InRange(Choice.Of(rule, view, run).Regret, 0, 0.45));
    }

    [Fact]
    public void A_run_with_one_save_has_no_other_choice()
    {
        var run = Records.Run("a", [(500, 0.3, 0.4)], lit: [480]);
        Assert.All(Rule.All, rule => Assert.Equal([500], rule.Choose(RunView.AsTrained(run))));
        Assert.All(Rule.All, rule => Assert.Equal(0, Choice.Of(rule, RunView.AsTrained(run), run).Regret));
    }

    [Fact]
    public void A_what_if_leaves_out_the_saves_of_the_lights_that_were_and_asks_the_losses_for_its_own()
    {
        var run = Records.Run("a", Saves, lit: [390]);
        run = run with { Saves = [.. run.Saves, run.Saves[0] with { Step = 390, Reason = Contracts.Events.CheckpointReason.Light }] };
        Assert.Contains(390, RunView.AsTrained(run).Saves.Select(save => save.Step));
        run = run with { Saves = [.. run.Saves.Where(save => save.Step != 800), run.Saves[0] with { Step = 800, Reason = Contracts.Events.CheckpointReason.Light }] };
        Assert.Contains(800, RunView.WhatIf(run, 0.6).Saves.Select(save => save.Step)); // it is the last as well
        var (high, low) = (RunView.WhatIf(run, 0.6), RunView.WhatIf(run, 0.4)); // all its losses are 0.5
        Assert.DoesNotContain(390, high.Saves.Select(save => save.Step));
        Assert.NotNull(high.Advice.Candidates[0].ClosestLit);
        Assert.Null(low.Advice.Candidates[0].ClosestLit);
    }
}

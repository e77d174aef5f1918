using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Tests.Checkpoints.Recommendation;

public sealed class CheckpointAdvisorTests
{
    /// <summary>How far a score of the linear pass may be from the double sum of the formula, relative.</summary>
    private const double ScoreTolerance = 1e-9;

    private const string FirstDiagram = "|A|-----|X|-|X|------------|B|--------------|X|------------------|C|-------------";

    private const string SecondDiagram =
        "|A|--|X|-----|B|---|X|-|X|-|X|-----|X|-|X|-|X|-|C|----|X|----|X|-|X|-|X|-|X|-|X|-|D|-|X|-|X|-----|X||X|----";

    [Fact]
    public void The_guides_first_diagram_gives_A_before_B_before_C()
    {
        var advice = OfDiagram(FirstDiagram);
        Assert.Equal("ABC", Letters(FirstDiagram, advice));
        Assert.Equal(8, advice.Candidates[0].Distance);
        Assert.False(advice.NoClearWinner);
    }

    [Fact]
    public void The_guides_second_diagram_gives_D_and_C_first()
    {
        var advice = OfDiagram(SecondDiagram);
        Assert.Equal("DCBA", Letters(SecondDiagram, advice));
        Assert.True(advice.Candidates[0].Density > advice.Candidates[^1].Density);
    }

    [Fact]
    public void A_diagram_without_losses_is_the_example_of_the_API()
    {
        var advice = CheckpointAdvisor.Recommend([1, 28, 66], [9, 13, 45]);
        Assert.Equal([1, 28, 66], advice.Candidates.Select(candidate => candidate.Step));
        Assert.All(advice.Candidates, candidate => Assert.Null(candidate.StableLoss));
        Assert.Equal("Step 1 lies best in the light: the closest lit step, 9, is 8 steps away, and 2 lit steps lie within 22 steps of it.", advice.Why);
    }

    [Fact]
    public void Scores_are_the_formulas_and_do_not_depend_on_the_order_or_on_repeats()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var (saves, lit) = RandomRun(seed);
            var advice = CheckpointAdvisor.Recommend(saves, lit);
            var shuffled = CheckpointAdvisor.Recommend(Shuffled([.. saves, .. saves], seed), Shuffled([.. lit, .. lit], seed));

            Assert.Equal(advice.Candidates, shuffled.Candidates);
            Assert.Equal(advice with { Candidates = [] }, shuffled with { Candidates = [] });
            var tau = new LightField([.. saves.Distinct().Order()], []).Tau;
            foreach (var candidate in advice.Candidates)
            {
                var expected = lit.Distinct().Sum(x => Math.Exp(-Math.Abs(candidate.Step - x) / tau));
                Assert.Equal(expected, candidate.Score, ScoreTolerance * (1 + expected));
                Assert.Equal(lit.Min(x => Math.Abs(candidate.Step - x)), candidate.Distance);
                Assert.Equal(lit.Distinct().Count(x => Math.Abs(candidate.Step - x) <= (long)(3 * tau)), candidate.LitNearby);
                Assert.InRange(candidate.Density, 0, 1);
            }

            Assert.InRange(advice.Confidence, 0, 1);
            Assert.Equal(advice.Candidates.Max(candidate => candidate.Score), advice.Candidates[0].Score);
        }
    }

    [Fact]
    public void One_more_lit_step_never_lowers_a_score_and_helps_the_save_closest_to_it_most()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var (saves, lit) = RandomRun(seed);
            var added = new Random(seed).Next(1, 1000);
            if (lit.Contains(added))
                continue;
            var before = Scores(CheckpointAdvisor.Recommend(saves, lit));
            var after = Scores(CheckpointAdvisor.Recommend(saves, [.. lit, added]));

            Assert.All(before, entry => Assert.True(after[entry.Key] >= entry.Value));
            var gained = saves.Distinct().OrderByDescending(save => after[save] - before[save]).First();
            var closest = saves.Min(save => Math.Abs(save - added));
            Assert.True(Math.Abs(gained - added) == closest || after[gained] - before[gained] < 1e-9);
        }
    }

    [Fact]
    public void Thousands_of_lit_steps_and_saves_are_ranked_at_once()
    {
        var saves = Enumerable.Range(1, 20_000).Select(i => i * 10);
        var lit = Enumerable.Range(100_000, 50_000);

        var advice = CheckpointAdvisor.Recommend(saves, lit);

        // Well inside the run every save has the same light around it, up to rounding.
        Assert.InRange(advice.Candidates[0].Step, 100_000, 150_000);
        Assert.True(advice.NoClearWinner);
        Assert.Contains("No clear winner", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_of_saves_at_the_light_does_not_shrink_the_reach_of_the_score()
    {
        int[] interval = [.. Enumerable.Range(1, 20).Select(i => i * 50)];
        int[] cluster = [.. Enumerable.Range(400, 40)];
        var even = new LightField(interval, []);
        var clustered = new LightField([.. interval.Union(cluster).Order()], []);

        Assert.Equal(10, even.Tau);
        Assert.Equal(even.Tau, clustered.Tau);
    }

    [Fact]
    public void A_save_in_the_light_beats_the_interval_saves_around_it()
    {
        var advice = CheckpointAdvisor.Recommend([50, 100, 117, 150, 200], Enumerable.Range(117, 10));
        Assert.Equal(117, advice.Candidates[0].Step);
        Assert.Equal(0, advice.Candidates[0].Distance);
        Assert.Equal(ConfidenceLevel.High, advice.ConfidenceLevel);
        Assert.Equal("Step 117 lies best in the light: the light was on at that very step, and 10 lit steps lie within 30 steps of it.", advice.Why);
    }

    [Fact]
    public void Of_two_equal_saves_the_earlier_is_named_and_no_winner_is_claimed()
    {
        var advice = CheckpointAdvisor.Recommend([10, 20], [15]);
        Assert.Equal([10, 20], advice.Candidates.Select(candidate => candidate.Step));
        Assert.True(advice.NoClearWinner);
        Assert.Equal(0, advice.Confidence);
        Assert.StartsWith("No clear winner: step 10 and step 20 ", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_next_to_the_best_one_does_not_make_the_choice_doubtful()
    {
        var alone = CheckpointAdvisor.Recommend([100, 200, 300], [200, 201, 202]);
        var withNeighbour = CheckpointAdvisor.Recommend([100, 200, 202, 300], [200, 201, 202]);
        Assert.False(withNeighbour.NoClearWinner);
        Assert.Equal(alone.ConfidenceLevel, withNeighbour.ConfidenceLevel);
    }

    [Fact]
    public void Light_too_far_for_any_score_still_prefers_the_closest_save()
    {
        var advice = CheckpointAdvisor.Recommend([1, 2, 3], [1_000_000]);
        Assert.Equal([3, 2, 1], advice.Candidates.Select(candidate => candidate.Step));
        Assert.Equal(ConfidenceLevel.Low, advice.ConfidenceLevel);
    }

    [Fact]
    public void One_save_is_named_as_the_only_one()
    {
        var advice = CheckpointAdvisor.Recommend([300], [280, 300]);
        Assert.Equal(300, Assert.Single(advice.Candidates).Step);
        Assert.False(advice.NoClearWinner);
        Assert.StartsWith("Step 300 is the only save: the light was on at that very step", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_save_gives_no_candidate()
    {
        var advice = CheckpointAdvisor.Recommend([], [5, 6], [new StepLoss(1, 0.1)]);
        Assert.Empty(advice.Candidates);
        Assert.Equal(0, advice.Confidence);
        Assert.Equal("No checkpoint was saved, so there is none to choose.", advice.Why);
    }

    [Fact]
    public void Without_light_the_lowest_stable_loss_is_named_with_the_stop_loss_that_would_have_lit()
    {
        var losses = Enumerable.Range(1, 300).Select(step => new StepLoss(step, 0.09 + 0.03 * Math.Cos(step / 40.0))).ToList();
        var replay = LightReplay.Of(losses, new());

        var advice = CheckpointAdvisor.Recommend([50, 150, 250], [], losses, stopLoss: 0.04);

        var expected = new[] { 50, 150, 250 }.MinBy(step => replay.Steps[step - 1].MediumLoss);
        Assert.Equal(expected, advice.Candidates[0].Step);
        Assert.Equal((0.0, ConfidenceLevel.Low, false), (advice.Confidence, advice.ConfidenceLevel, advice.NoClearWinner));
        Assert.Contains("The light was never on at a stop loss of 0.04: ", advice.Why, StringComparison.Ordinal);

        var enough = advice.StopLossThatLights!.Value;
        Assert.NotEmpty(LightReplay.Of(losses, new(StopLoss: enough)).LitSteps);
        Assert.Empty(LightReplay.Of(losses, new(StopLoss: Math.BitDecrement(enough))).LitSteps);
        Assert.NotEmpty(LightReplay.Of(losses, new(StopLoss: NumberAfter(advice.Why, "a stop loss of ", last: true))).LitSteps);
    }

    [Fact]
    public void A_run_that_was_never_calm_is_called_so()
    {
        var losses = Enumerable.Range(1, 20).Select(step => new StepLoss(step, 0.01));
        var advice = CheckpointAdvisor.Recommend([10, 20], [], losses, stopLoss: 0.04);
        Assert.Null(advice.StopLossThatLights);
        Assert.Contains("never calm enough", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_light_and_losses_nothing_speaks_for_any_save()
    {
        var advice = CheckpointAdvisor.Recommend([20, 10], []);
        Assert.Equal([10, 20], advice.Candidates.Select(candidate => candidate.Step));
        Assert.True(advice.NoClearWinner);
        Assert.Contains("nothing speaks for one save more than for another", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_step_is_refused_by_name()
    {
        var refusal = Assert.Throws<ArgumentException>(() => CheckpointAdvisor.Recommend([1, -3], [2]));
        Assert.Contains("-3 is among the saves", refusal.Message, StringComparison.Ordinal);
    }

    private static CheckpointRecommendation OfDiagram(string diagram) => CheckpointAdvisor.Recommend(
        At(diagram, char.IsLetter).Where(at => diagram[at] != 'X'), At(diagram, letter => letter == 'X'));

    private static string Letters(string diagram, CheckpointRecommendation advice) =>
        string.Concat(advice.Candidates.Select(candidate => diagram[candidate.Step]));

    private static IEnumerable<int> At(string diagram, Func<char, bool> wanted) =>
        Enumerable.Range(0, diagram.Length).Where(at => wanted(diagram[at]));

    private static Dictionary<int, double> Scores(CheckpointRecommendation advice) =>
        advice.Candidates.ToDictionary(candidate => candidate.Step, candidate => candidate.Score);

    private static (int[] Saves, int[] Lit) RandomRun(int seed)
    {
        var random = new Random(seed);
        return (Steps(random, random.Next(1, 30)), Steps(random, random.Next(1, 200)));
    }

    private static int[] Steps(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 1000))];

    private static int[] Shuffled(int[] values, int seed)
    {
        new Random(seed).Shuffle(values);
        return values;
    }

    private static double NumberAfter(string text, string words, bool last)
    {
        var start = (last ? text.LastIndexOf(words, StringComparison.Ordinal) : text.IndexOf(words, StringComparison.Ordinal)) + words.Length;
        return double.Parse(text[start..text.IndexOf(' ', start)], System.Globalization.CultureInfo.InvariantCulture);
    }
}

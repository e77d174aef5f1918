using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Groups;

namespace EmoVoid.Core.Tests.Groups;

/// <summary>Which run of a group to take, and what is said of it.</summary>
public class GroupAdvisorTests
{
    [Fact]
    public void A_setting_that_is_better_than_chance_wins_and_the_noise_is_told()
    {
        var choice = Assert.Single(GroupAdvisor.Choose(
        [
            Lit("a", 5.0, ("rank", "4"), ("seed", "1")), Lit("b", 5.2, ("rank", "4"), ("seed", "2")), Lit("c", 5.1, ("rank", "4"), ("seed", "3")),
            Lit("d", 9.0, ("rank", "8"), ("seed", "1")), Lit("e", 9.4, ("rank", "8"), ("seed", "2")), Lit("f", 9.1, ("rank", "8"), ("seed", "3")),
        ]));
        Assert.Equal(("e", 100, GroupMeasure.Light, true), (choice.Run, choice.Step, choice.Measure, choice.IsDecided));
        Assert.Equal(
            "rank 8 comes first: the light on the candidate is 9.17 on average of 3 seeds, against 5.1 on average of 3 seeds for rank 4. That is more than chance: from seed to seed it is ± 0.16, and differences up to 0.37 would prove nothing. e has the most light of its seeds.",
            choice.Why);
        Assert.Equal([("rank 8", 3), ("rank 4", 3)], choice.Settings.Select(setting => (setting.Values, setting.Runs)));
    }

    [Fact]
    public void Within_the_noise_of_the_seeds_there_is_no_winner()
    {
        var choice = Assert.Single(GroupAdvisor.Choose(
        [
            Lit("a", 4, ("rank", "4"), ("seed", "1")), Lit("b", 6, ("rank", "4"), ("seed", "2")),
            Lit("c", 5, ("rank", "8"), ("seed", "1")), Lit("d", 8, ("rank", "8"), ("seed", "2")),
        ]));
        Assert.Equal(("d", false), (choice.Run, choice.IsDecided));
        // s = √((2 + 4.5) / 2) = 1.80; t(2) · s · √(1/2 + 1/2) = 4.303 · 1.80 = 7.76
        Assert.Equal(
            "There is no winner. rank 8 comes first: the light on the candidate is 6.5 on average of 2 seeds, against 5 on average of 2 seeds for rank 4. But from seed to seed it is ± 1.8, and with so few of them a difference up to 7.8 may be chance; this one is 1.5. d is a pick among equals.",
            choice.Why);
    }

    [Fact]
    public void With_one_seed_each_nobody_knows_what_is_chance()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Lit("a", 5, ("rank", "4")), Lit("b", 9, ("rank", "8")), Lit("c", 1, ("rank", "16"))]));
        Assert.Equal(("b", false, null), (choice.Run, choice.IsDecided, choice.Noise));
        Assert.Equal(
            "rank 8 comes first: the light on the candidate is 9, against 5 for rank 4. Each setting was trained with one seed, so nobody knows how much of that is chance; seed = [1, 2, 3] in [sweep] would tell.",
            choice.Why);
    }

    [Fact]
    public void Seeds_alone_are_chance_and_not_settings()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Lit("a", 5, ("seed", "1")), Lit("b", 7, ("seed", "2")), Lit("c", 6, ("seed", "3"))]));
        Assert.Equal(("b", false), (choice.Run, choice.IsDecided));
        Assert.Equal(
            "The runs differ in their seed alone, so what differs between them is chance: the light on the candidate is 6 on average, ± 1 from seed to seed. b has the most light; it is a pick, not a better setting.",
            choice.Why);
    }

    [Fact]
    public void Each_stop_loss_has_an_answer_of_its_own()
    {
        var choices = GroupAdvisor.Choose([Lit("b", 50, 0.06, ("stop_loss", "0.06")), Lit("a", 5, 0.04, ("stop_loss", "0.04"))]);
        Assert.Equal([(0.04, "a", true), (0.06, "b", true)], choices.Select(choice => (choice.StopLoss, choice.Run, choice.IsDecided)));
        Assert.Equal("a is the only one that was completed with this stop loss, so there is nothing to compare it with.", choices[0].Why);
        Assert.StartsWith(
            "Each stop loss has an answer of its own: it says what a LoRA is for, and a higher one has more light by construction. For 0.04: Take step 100 of a. a is the only one",
            GroupAnswer.Of(choices, isOver: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_run_was_ever_lit_the_average_loss_decides_and_lower_is_better()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Dark("a", 0.09, ("rank", "4")), Dark("b", 0.08, ("rank", "8"))]));
        Assert.Equal(("b", GroupMeasure.AverageLoss), (choice.Run, choice.Measure));
        Assert.StartsWith("The light was never on in any of them. rank 8 comes first: the average loss at the candidate is 0.08, against 0.09 for rank 4.", choice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_lit_comes_before_one_that_was_not()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Dark("a", 0.01, ("rank", "4")), Lit("b", 0.5, ("rank", "8"))]));
        Assert.Equal(("b", GroupMeasure.Light), (choice.Run, choice.Measure));
    }

    [Fact]
    public void Where_the_save_intervals_differ_the_share_of_lit_steps_is_compared()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Lit("a", 5, ("steps", "400")) with { SaveEvery = 40 }, Lit("b", 20, ("steps", "4000")) with { SaveEvery = 400 }]));
        Assert.Equal(GroupMeasure.LightShare, choice.Measure);
        Assert.Contains("the share of lit steps around the candidate is 0.2, against 0.05 for steps 400", choice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_known_is_said_and_nothing_completed_too()
    {
        var choice = Assert.Single(GroupAdvisor.Choose([Dark("a", null, ("rank", "4")), Dark("b", null, ("rank", "8"))]));
        Assert.Equal((false, null, GroupWhy.Nothing), (choice.IsDecided, choice.Measure, choice.Why));
        Assert.Empty(GroupAdvisor.Choose([]));
        Assert.Empty(GroupAdvisor.Choose([Lit("a", 1) with { Recommendation = CheckpointAdvisor.Recommend([], []) }]));
        Assert.Equal("No run was completed, so there is nothing to take.", GroupAnswer.Of([], isOver: true));
        Assert.Equal("No run is completed yet.", GroupAnswer.Of([], isOver: false));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void The_order_of_the_runs_changes_nothing(int seed)
    {
        var random = new Random(seed);
        List<GroupEntry> entries = [.. Enumerable.Range(0, 12).Select(i => Lit($"run{i}", random.NextDouble() * 10, ("rank", $"{i / 3}"), ("seed", $"{i % 3}")))];
        var first = GroupAdvisor.Choose(entries)[0];
        var shuffled = entries.ToArray();
        random.Shuffle(shuffled);
        var again = GroupAdvisor.Choose(shuffled)[0];
        Assert.Equal((first.Run, first.Why), (again.Run, again.Why));
        Assert.Equal(entries.GroupBy(entry => entry.Values["rank"]).MaxBy(rank => rank.Average(entry => entry.Recommendation.Candidates[0].Score))!.Key, first.Settings[0].Values[5..]);
    }

    [Fact]
    public void A_key_that_changes_what_a_loss_is_gets_a_note()
    {
        Assert.Empty(GroupAnswer.Notes(Swept("rank", "seed", "steps")));
        Assert.StartsWith("resolution and batch_size: other values make other losses", Assert.Single(GroupAnswer.Notes(Swept("rank", "resolution", "batch_size"))), StringComparison.Ordinal);

        static Dictionary<string, IReadOnlyList<string>> Swept(params string[] keys) => keys.ToDictionary(key => key, _ => (IReadOnlyList<string>)["1", "2"]);
    }

    private static GroupEntry Lit(string run, double score, params (string Key, string Value)[] values) => Lit(run, score, 0.04, values);

    private static GroupEntry Lit(string run, double score, double stopLoss, params (string Key, string Value)[] values) => Entry(run, stopLoss, new(100, score, 101, 1, (int)score, score / 100, 0.03), values);

    private static GroupEntry Dark(string run, double? loss, params (string Key, string Value)[] values) => Entry(run, 0.04, new(100, 0, null, null, 0, 0, loss), values);

    private static GroupEntry Entry(string run, double stopLoss, CheckpointCandidate first, (string Key, string Value)[] values) => new(
        run, values.ToDictionary(value => value.Key, value => value.Value), stopLoss, SaveEvery: 40, new([first], 0.5, ConfidenceLevel.Medium, Evidence.Light, NoClearWinner: false, null, "why"));
}

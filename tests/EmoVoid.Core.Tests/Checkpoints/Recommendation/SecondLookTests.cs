using EmoVoid.Contracts.Events;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Tests.Checkpoints.Recommendation;

/// <summary>What decides where the light does not, and that the sentence says so.</summary>
public sealed class SecondLookTests
{
    private static readonly int[] Saves = [100, 200, 300, 400];

    /// <summary>On all the time: it tells nothing apart.</summary>
    private static readonly int[] Everywhere = [.. Enumerable.Range(1, 500)];

    private static readonly int[] AtThreeHundred = [298, 299, 300, 301, 302];

    [Fact]
    public void Where_saves_lie_equally_in_the_light_held_out_pictures_may_name_one_far_from_it()
    {
        int[] atTheEnd = [.. Enumerable.Range(290, 120)];
        var measures = Measured(heldOut: [4, 5, 6, 7], trained: [4, 4, 4, 4], spread: 0.1);
        var advice = CheckpointAdvisor.Recommend(Saves, atTheEnd, measures: measures);
        Assert.Equal((100, Evidence.PairedLoss), (advice.Candidates[0].Step, advice.DecidedBy));
        Assert.StartsWith("2 saves lie almost equally well in the light; of all 4 saves, step 100 has the lowest loss", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Saves_that_lie_equally_in_the_light_are_told_apart_by_their_paired_losses()
    {
        var advice = CheckpointAdvisor.Recommend(Saves, Everywhere, measures: Measured(heldOut: [5, 5, 5, 5], trained: [4, 2, 3, 5], spread: 0.1));
        Assert.Equal([200, 300, 100, 400], advice.Candidates.Select(candidate => candidate.Step));
        Assert.Equal((Evidence.PairedLoss, false), (advice.DecidedBy, advice.NoClearWinner));
        Assert.Equal([3.5, 4.0, 4.5, 5.0], advice.Candidates.Select(candidate => candidate.PairedLoss!.Value));
        Assert.Matches("^4 saves lie almost equally well in the light; of these, step 200 has the lowest loss at the same pictures and noise, 3.5 \\(step 300 is higher by 0.5 ± [0-9.]+\\)\\.$", advice.Why);
    }

    [Fact]
    public void A_difference_that_may_be_chance_names_no_winner_and_still_a_first()
    {
        var advice = CheckpointAdvisor.Recommend(Saves, Everywhere, measures: Measured([5, 5, 5, 5], [4, 2, 2.01, 4], spread: 3));
        Assert.Equal(200, advice.Candidates[0].Step);
        Assert.Equal((Evidence.PairedLoss, true), (advice.DecidedBy, advice.NoClearWinner));
        Assert.StartsWith("No clear winner: 4 saves lie almost equally well in the light; of these, step 200 has", advice.Why, StringComparison.Ordinal);
        Assert.EndsWith(", which may be chance).", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_save_that_lies_clearly_best_in_the_light_is_first_though_others_have_a_lower_loss_by_chance()
    {
        var advice = CheckpointAdvisor.Recommend(Saves, AtThreeHundred, measures: Measured([1, 1, 1.01, 1], [1, 1, 1.01, 1], spread: 3));
        Assert.Equal(300, advice.Candidates[0].Step);
        Assert.Equal((Evidence.Light, false), (advice.DecidedBy, advice.NoClearWinner));
        Assert.StartsWith("Step 300 lies best in the light: ", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_light_that_came_when_the_run_had_overfitted_is_overruled_in_words()
    {
        var advice = CheckpointAdvisor.Recommend(Saves, AtThreeHundred, measures: Measured([5, 4, 7, 8], [4, 3.5, 3.4, 3], spread: 0.1));
        Assert.Equal([200, 300], advice.Candidates.Take(2).Select(candidate => candidate.Step));
        Assert.Equal((Evidence.PairedLoss, ConfidenceLevel.High, false), (advice.DecidedBy, advice.ConfidenceLevel, advice.NoClearWinner));
        Assert.Matches("^Step 300 lies best in the light, but its loss at the same pictures and noise is clearly higher than that of step 200, by 1.45 ± [0-9.]+: .* take step 200\\.$", advice.Why);
    }

    [Fact]
    public void Trained_pictures_alone_never_overrule_the_light_and_are_never_more_than_half_sure()
    {
        RunValidation trained = new([.. Saves.Zip([4.0, 1, 3, 2], (step, mean) => new Validated(step, [], Losses("t", 1, mean, 0.1), 1))]);
        Assert.Equal(300, CheckpointAdvisor.Recommend(Saves, AtThreeHundred, measures: trained).Candidates[0].Step);
        var tie = CheckpointAdvisor.Recommend(Saves, Everywhere, measures: trained);
        Assert.Equal((200, Evidence.PairedLoss, true), (tie.Candidates[0].Step, tie.DecidedBy, tie.NoClearWinner));
        Assert.InRange(tie.Confidence, 0.45, 0.5);
    }

    [Fact]
    public void A_held_out_loss_that_has_clearly_risen_is_said_and_does_not_decide()
    {
        var advice = CheckpointAdvisor.Recommend(Saves, AtThreeHundred, measures: Measured([5, 5.1, 7, 8], [4, 3, 1, 1], spread: 0.1));
        Assert.Equal(300, advice.Candidates[0].Step);
        Assert.Matches("\\. Against it: the held-out loss was lowest at step 100, and is higher by 2 ± [0-9.]+ at step 300, so it has begun to memorize\\.$", advice.Why);
    }

    [Theory]
    [InlineData(0.5)]     // lower than at step 100, or as high
    [InlineData(5.2)]     // higher, within what may be chance
    public void A_held_out_loss_that_has_not_clearly_risen_is_not_held_against_a_choice(double heldOut) =>
        Assert.DoesNotContain("Against", CheckpointAdvisor.Recommend(Saves, AtThreeHundred, measures: Measured([5, 5.1, heldOut, 8], [4, 3, 2, 1], spread: 3)).Why, StringComparison.Ordinal);

    [Fact]
    public void Without_light_the_paired_losses_of_all_saves_decide()
    {
        List<StepLoss> losses = [.. Enumerable.Range(1, 400).Select(step => new StepLoss(step, 400.0 / step))]; // the average loss would take the last
        var advice = CheckpointAdvisor.Recommend(Saves, [], losses, stopLoss: 0.04, Measured([5, 4, 6, 7], [3, 3, 3, 2.5], spread: 0.1));
        Assert.Equal(200, advice.Candidates[0].Step);
        Assert.Equal((Evidence.PairedLoss, ConfidenceLevel.High), (advice.DecidedBy, advice.ConfidenceLevel));
        Assert.StartsWith("The light was never on at a stop loss of 0.04: of the saves, step 200 has the lowest loss at the same pictures and noise, 3.5 (step 100 is higher by 0.5 ± ", advice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_measures_the_average_loss_tells_equal_saves_apart()
    {
        List<StepLoss> losses = [.. Enumerable.Range(1, 500).Select(step => new StepLoss(step, step is > 150 and <= 200 ? 0.1 : 1.0))];
        var advice = CheckpointAdvisor.Recommend(Saves, Everywhere, losses);
        Assert.Equal(200, advice.Candidates[0].Step);
        Assert.Equal((Evidence.AverageLoss, true), (advice.DecidedBy, advice.NoClearWinner));
        Assert.Matches("^No clear winner: 4 saves lie almost equally well in the light; of these, step 200 has the lowest stable loss, [0-9.]+\\.$", advice.Why);
    }

    [Fact]
    public void A_save_that_was_not_measured_stands_behind_those_that_were()
    {
        var measures = new RunValidation([.. Measures([5, 5], [4, 2], spread: 0.1)]); // of the steps 100 and 200
        Assert.Equal([200, 100, 300, 400], CheckpointAdvisor.Recommend(Saves, Everywhere, measures: measures).Candidates.Select(candidate => candidate.Step));
    }

    [Fact]
    public void The_order_of_the_light_alone_stays_what_it_is()
    {
        var measures = Measured([5, 5, 5, 5], [4, 2, 3, 4], spread: 0.1);
        int[] alone = [.. CheckpointAdvisor.InOrderOfLight(Saves, Everywhere).Select(candidate => candidate.Step)];
        Assert.Equal(CheckpointAdvisor.Recommend(Saves, Everywhere).Candidates.Select(candidate => candidate.Step), alone);
        Assert.NotEqual(CheckpointAdvisor.Recommend(Saves, Everywhere, measures: measures).Candidates.Select(candidate => candidate.Step), alone);
    }

    /// <param name="heldOut">The mean of each save, of eight pictures.</param>
    /// <param name="spread">How far the changes of the pictures are from each other.</param>
    private static RunValidation Measured(double[] heldOut, double[] trained, double spread) => new([.. Measures(heldOut, trained, spread)]);

    private static IEnumerable<Validated> Measures(double[] heldOut, double[] trained, double spread) =>
        heldOut.Zip(trained).Select((mean, i) => new Validated(Saves[i], Losses("h", i, mean.First, spread), Losses("t", i, mean.Second, spread), 1));

    private static List<PairLoss> Losses(string kind, int save, double mean, double spread)
    {
        const int Pictures = 8;
        return [.. Enumerable.Range(0, Pictures).Select(i => new PairLoss($"{kind}{i}", 0.5, mean + spread * save * (i - (Pictures - 1) / 2.0) / Pictures))];
    }
}

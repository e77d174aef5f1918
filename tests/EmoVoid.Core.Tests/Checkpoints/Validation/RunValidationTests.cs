using EmoVoid.Contracts.Events;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Tests.Checkpoints.Validation;

public sealed class RunValidationTests
{
    private static readonly int[] Steps = [0, 100, 200, 300];

    /// <summary>Against sums that are written out as the formulas say them, over runs of random losses.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 3)]
    public void Means_gap_differences_and_errors_are_those_of_a_slow_and_obvious_oracle(int pictures, int each)
    {
        var random = new Random(pictures);
        var measures = Steps.Select(step => new Validated(step, Losses("h", pictures, each, random), Losses("t", pictures, each, random), 1)).ToList();
        var validation = new RunValidation([.. measures.AsEnumerable().Reverse()]);

        foreach (var (measure, checkpoint) in measures.Zip(validation.Checkpoints(against: 200)))
        {
            Assert.Equal(Mean(measure.HeldOut), checkpoint.HeldOut!.Value, 1e-12);
            Assert.Equal(Mean(measure.Trained), checkpoint.Trained, 1e-12);
            Assert.Equal(Mean(measure.HeldOut) - Mean(measure.Trained) - (Mean(measures[0].HeldOut) - Mean(measures[0].Trained)), checkpoint.Gap!.Value, 1e-12);
            var (ofHeldOut, ofTrained) = (Oracle(measure.HeldOut, measures[0].HeldOut), Oracle(measure.Trained, measures[0].Trained));
            Assert.Equal(Math.Sqrt(Math.Pow(ofHeldOut.Error, 2) + Math.Pow(ofTrained.Error, 2)), checkpoint.GapError!.Value, 1e-12);
            Same(Oracle(measure.HeldOut, measures[2].HeldOut), checkpoint.Against);
            foreach (var other in measures)
            {
                Same(Oracle(measure.HeldOut, other.HeldOut), validation.Difference(measure.Step, other.Step));
                Same(Oracle(measure.Trained, other.Trained), validation.TrainedDifference(measure.Step, other.Step));
            }
        }

        Assert.Equal(measures.MinBy(measure => Mean(measure.HeldOut))!.Step, validation.Lowest);
    }

    /// <summary>With one pair a picture the error is the everyday one: s / √n.</summary>
    [Fact]
    public void A_difference_of_one_pair_a_picture_has_the_everyday_error()
    {
        var validation = new RunValidation([Of(0, [1, 1, 1, 1]), Of(10, [2, 3, 4, 7])]);
        var difference = validation.Difference(10, 0);
        Assert.Equal(3, difference.Difference);
        Assert.Equal(Math.Sqrt((4 + 1 + 0 + 9) / 3.0) / 2, difference.StandardError!.Value, 1e-12);
        Assert.Equal((4, 4), (difference.Pairs, difference.Pictures));
    }

    /// <summary>The guarantee that the standard error is worth its name: it meets the scatter of the means over many runs of the same kind.</summary>
    [Fact]
    public void The_error_is_that_of_the_mean_over_other_pictures()
    {
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 2000).Select(_ =>
        {
            var shifts = Enumerable.Range(0, 6).Select(_ => Normal(random)).ToList(); // pairs of a picture move together
            return PairedDifference.Of(
                [.. Enumerable.Range(0, 18).Select(i => new PairLoss($"{i % 6}", 0.5, shifts[i % 6] + 0.3 * Normal(random)))], [.. Enumerable.Range(0, 18).Select(i => new PairLoss($"{i % 6}", 0.5, 0))]);
        }).ToList();
        var scatter = Math.Sqrt(drawn.Average(one => one.Difference * one.Difference));
        Assert.Equal(scatter, Math.Sqrt(drawn.Average(one => one.StandardError!.Value * one.StandardError.Value)), 0.05 * scatter);
    }

    [Fact]
    public void One_picture_has_a_difference_and_no_error()
    {
        var validation = new RunValidation([
            new Validated(0, [new("a", 0.2, 1), new("a", 0.8, 2)], [new("b", 0.2, 1)], 1),
            new Validated(5, [new("a", 0.2, 2), new("a", 0.8, 4)], [new("b", 0.2, 1)], 1)]);
        Assert.Equal(new PairedDifference(1.5, null, 2, 1), validation.Difference(5, 0));
        Assert.Null(validation.Checkpoints()[1].GapError);
        Assert.Equal("Held-out loss is lowest before the first step: 1.5; step 5 is higher by 1.5, and how much of that is chance cannot be told from one picture.", ValidationSentence.Of(validation, 20));
    }

    [Fact]
    public void Measures_of_other_pairs_than_the_last_are_left_out()
    {
        var validation = new RunValidation([new Validated(0, [new("a", 0.3, 1)], [], 1), Of(10, [1, 2]), Of(20, [2, 3])]);
        Assert.Equal([10, 20], validation.Steps);
        Assert.Equal(0, validation.Checkpoints()[0].Gap);
    }

    [Fact]
    public void Without_measures_there_is_nothing_to_say()
    {
        var validation = new RunValidation([]);
        Assert.True(validation.IsEmpty);
        Assert.Null(validation.Lowest);
        Assert.Empty(validation.Checkpoints());
        Assert.Equal("No losses were measured at the checkpoints.", ValidationSentence.Of(validation, 14));
    }

    [Theory]
    [InlineData(14, "No pictures were held out: with 14 pictures every one counts. These losses are of trained pictures alone and cannot show memorizing.")]
    [InlineData(60, "No pictures were held out. These losses are of trained pictures alone and cannot show memorizing.")]
    public void Without_held_out_pictures_the_trained_ones_are_compared_and_it_is_said(int images, string expected)
    {
        var validation = new RunValidation([new Validated(0, [], Pairs("t", [3, 4]), 1), new Validated(10, [], Pairs("t", [1, 2]), 1)]);
        Assert.Equal(expected, ValidationSentence.Of(validation, images));
        var last = validation.Checkpoints(against: 0)[1];
        Assert.Equal((null, 1.5, null, null), (last.HeldOut, last.Trained, last.Gap, last.GapError));
        Assert.Equal(-2, last.Against.Difference);
        Assert.Equal(10, validation.Lowest);
    }

    [Theory]
    [InlineData(new[] { 0.42, 0.42, 0.43 }, new[] { 0.41, 0.412, 0.414 }, "Held-out loss is lowest at step 20: 0.412; that is the last one measured, so nothing shows memorizing yet.")]
    [InlineData(new[] { 0.41, 0.412, 0.414 }, new[] { 0.418, 0.42, 0.421 }, "Held-out loss is lowest at step 10: 0.412; step 20 is higher by 0.00767 ± 0.000333, so it has begun to memorize.")]
    [InlineData(new[] { 0.41, 0.412, 0.414 }, new[] { 0.43, 0.40, 0.412 }, "Held-out loss is lowest at step 10: 0.412; step 20 is higher by 0.002 ± 0.00945, which may be chance.")]
    public void The_sentence_says_what_the_held_out_losses_show(double[] tenth, double[] twentieth, string expected) =>
        Assert.Equal(expected, ValidationSentence.Of(new RunValidation([Of(0, [0.5, 0.5, 0.5]), Of(10, tenth), Of(20, twentieth)]), 36));

    [Fact]
    public void A_run_that_only_gets_worse_on_what_it_has_not_seen_is_told_so() => Assert.Equal(
        "Held-out loss is lowest before the first step: 0.5; step 10 is higher by 0.1 ± 0.00577, so the run has learned nothing that helps with pictures it has not seen.",
        ValidationSentence.Of(new RunValidation([Of(0, [0.5, 0.5, 0.5]), Of(10, [0.59, 0.6, 0.61])]), 36));

    private static Validated Of(int step, double[] heldOut) => new(step, Pairs("h", heldOut), Pairs("t", heldOut), 1);

    private static List<PairLoss> Pairs(string prefix, double[] losses) => [.. losses.Select((loss, i) => new PairLoss($"{prefix}{i}.png", 0.5, loss))];

    private static List<PairLoss> Losses(string prefix, int pictures, int each, Random random) =>
        [.. Enumerable.Range(0, pictures * each).Select(i => new PairLoss($"{prefix}{i % pictures}.png", (i + 1.0) / 100, random.NextDouble()))];

    private static double Mean(IReadOnlyList<PairLoss> losses) => losses.Sum(loss => loss.Loss) / losses.Count;

    private static (double Mean, double Error) Oracle(IReadOnlyList<PairLoss> at, IReadOnlyList<PairLoss> before)
    {
        var mean = Mean(at) - Mean(before);
        var (sum, pictures) = (0.0, at.Select(pair => pair.File).Distinct().ToList());
        foreach (var picture in pictures)
        {
            var off = 0.0;
            for (var i = 0; i < at.Count; i++)
                if (at[i].File == picture)
                    off += at[i].Loss - before[i].Loss - mean;
            sum += off * off;
        }

        return (mean, Math.Sqrt(sum * pictures.Count / (pictures.Count - 1)) / at.Count);
    }

    private static void Same((double Mean, double Error) expected, PairedDifference found)
    {
        Assert.Equal(expected.Mean, found.Difference, 1e-12);
        Assert.Equal(expected.Error, found.StandardError!.Value, 1e-12);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

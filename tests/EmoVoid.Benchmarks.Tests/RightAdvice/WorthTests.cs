using EmoVoid.Benchmarks.RightAdvice.Measures;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class WorthTests
{
    private static readonly MeasureScale Scale = new(BaseLikeness: 0.2, DrawingLikeness: 0.8, DrawingFollowing: 0.9, DrawingCopied: 0.05);

    [Fact]
    public void It_is_the_sum_that_was_written_down_before()
    {
        var worth = Worth.Of(new CheckpointMeasures([0.4, 0.6], [0.9, 0.45], [0.15, 0.25], [0.8, 0.6]), Scale);
        Assert.Equal((0.5, 0.75, 0.7, 0.15), (Math.Round(worth.Likeness, 9), Math.Round(worth.Following, 9), Math.Round(worth.Kept, 9), Math.Round(worth.Copied, 9)));
        Assert.Equal(0.45 * 0.5 + 0.25 * 0.75 + 0.15 * 0.7 + 0.15 * 0.85, worth.Value, 9);
    }

    [Fact]
    public void The_weights_add_up_to_one() => Assert.Equal(1, Worth.OfLikeness + Worth.OfFollowing + Worth.OfKept + Worth.OfCopied, 12);

    [Fact]
    public void A_checkpoint_that_changes_nothing_is_worth_what_the_decision_says() =>
        Assert.Equal(0.55, Worth.Of(new CheckpointMeasures([0.2], [0.9], [0.05], [1]), Scale).Value, 9);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0.1, 0)]
    [InlineData(1, 1)]
    public void Likeness_is_cut_to_the_way_from_the_base_to_a_drawing(double cosine, double likeness) =>
        Assert.Equal(likeness, Worth.Of(new CheckpointMeasures([cosine], [1], [0], [1]), Scale).Likeness);

    [Fact]
    public void A_weak_concept_counts_no_more_than_a_fifth_of_a_cosine_does() =>
        Assert.Equal(0.25, Worth.Of(new CheckpointMeasures([0.85], [1], [0], [1]), Scale with { BaseLikeness = 0.8, DrawingLikeness = 0.85 }).Likeness, 9);

    [Fact]
    public void Its_error_is_nothing_where_all_samples_are_alike_and_grows_with_their_spread()
    {
        double Error(double spread) => Worth.ErrorOf(new CheckpointMeasures([0.5 - spread, 0.5 + spread, 0.5 - spread, 0.5 + spread], [0.9, 0.9, 0.9, 0.9], [0, 0, 0, 0], [1, 1]), Scale, seed: 1);
        Assert.Equal(0, Error(0), 12);
        // Four samples of ±s have a mean with the standard error s/2, likeness is 1/0.6 of a cosine and counts 0.45.
        Assert.Equal(0.1 / 2 / 0.6 * 0.45, Error(0.1), 0.004);
    }
}

using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Tests.Randomness;

public class SampleOrderTests
{
    private static readonly object[] Buckets = ["wide", "tall", "wide", "square", "wide", "tall"];
    private static readonly int[] Repeats = [1, 2, 1, 3, 2, 1];

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 6)]
    [InlineData(4, 3)]
    public void An_epoch_shows_every_sample_as_often_as_it_repeats(int batchSize, int batches)
    {
        var order = new SampleOrder(42, Buckets, Repeats, batchSize);
        Assert.Equal(batches, order.BatchesPerEpoch);
        foreach (var epoch in new[] { 0, 1, 5 })
        {
            var shown = Enumerable.Range(1 + epoch * batches, batches).SelectMany(batch => order.Batch(batch)).ToList();
            Assert.Equal(Repeats, Enumerable.Range(0, Repeats.Length).Select(sample => shown.Count(other => other == sample)));
        }
    }

    [Fact]
    public void A_batch_holds_one_bucket_and_is_no_larger_than_asked()
    {
        var order = new SampleOrder(42, Buckets, Repeats, batchSize: 2);
        for (var step = 1; step <= 60; step++)
        {
            var batch = order.Batch(step);
            Assert.InRange(batch.Count, 1, 2);
            Assert.Single(batch.Select(sample => Buckets[sample]).Distinct());
        }
    }

    [Fact]
    public void A_step_asked_for_alone_is_the_step_of_the_whole_series()
    {
        var series = new SampleOrder(7, Buckets, Repeats, 1);
        var inOrder = Enumerable.Range(1, 50).Select(step => series.Batch(step).Single()).ToList();
        Assert.Equal(inOrder[36], new SampleOrder(7, Buckets, Repeats, 1).Batch(37).Single());
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_of_their_own()
    {
        var epochs = Enumerable.Range(0, 5).Select(epoch => Order(42, epoch)).Append(Order(43, 0)).Select(order => string.Join(',', order));
        Assert.Equal(6, epochs.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Steps_take_the_batches_in_their_order_over_the_ends_of_epochs(int batchesPerStep)
    {
        var order = new SampleOrder(42, Buckets, Repeats, batchSize: 2, batchesPerStep);
        var single = new SampleOrder(42, Buckets, Repeats, batchSize: 2);
        for (var step = 1; step <= 20; step++)
        {
            Assert.Equal(Enumerable.Range(1, batchesPerStep).Select(i => single.Batch((step - 1) * batchesPerStep + i)), order.Step(step));
            Assert.Equal((int)Math.Ceiling(step * batchesPerStep / 6.0), order.EpochsAt(step));
        }
    }

    [Fact]
    public void Nothing_to_show_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SampleOrder(42, [], [], 1));

    private static IEnumerable<int> Order(long seed, int epoch)
    {
        var order = new SampleOrder(seed, Buckets, Repeats, 1);
        return Enumerable.Range(1 + epoch * 10, 10).SelectMany(batch => order.Batch(batch));
    }
}

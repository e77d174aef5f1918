namespace EmoVoid.Training.Data.Randomness;

/// <summary>Which samples come at which step. Each epoch shows every sample as often as it repeats, in a new order.</summary>
/// <remarks>
/// A batch holds samples of one bucket, so the last batch of each bucket may be a smaller one, as in kohya's scripts.
/// A step takes the next <c>batchesPerStep</c> batches, over the end of an epoch when it falls there.
/// An epoch's order comes from (seed, epoch), so any step can be asked for without the steps before it.
/// </remarks>
public sealed class SampleOrder
{
    private readonly long seed;
    private readonly int batchSize;
    private readonly int batchesPerStep;
    private readonly int[][] buckets;
    private (int Number, int[][] Batches) epoch;

    /// <param name="buckets">The bucket of each sample; equal buckets are equal values.</param>
    /// <param name="repeats">How often each sample comes in an epoch.</param>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="batchesPerStep">At least 1; more with gradient accumulation.</param>
    public SampleOrder(long seed, IReadOnlyList<object> buckets, IReadOnlyList<int> repeats, int batchSize, int batchesPerStep = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchesPerStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (buckets.Count == 0 || buckets.Count != repeats.Count || repeats.Any(times => times < 1))
            throw new ArgumentException("there must be samples, each with its bucket and at least one repeat");

        this.seed = seed;
        this.batchSize = batchSize;
        this.batchesPerStep = batchesPerStep;
        this.buckets = [.. Enumerable.Range(0, buckets.Count)
            .GroupBy(sample => buckets[sample])
            .Select(bucket => bucket.SelectMany(sample => Enumerable.Repeat(sample, repeats[sample])).ToArray())];
        BatchesPerEpoch = this.buckets.Sum(bucket => (bucket.Length + batchSize - 1) / batchSize);
        epoch = (0, Batches(0));
    }

    public int BatchesPerEpoch { get; }

    /// <summary>The batches of a step, which is counted from 1.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Step(int step) =>
        [.. Enumerable.Range(0, batchesPerStep).Select(i => Batch((step - 1L) * batchesPerStep + i + 1))];

    /// <summary>The samples of a batch; batches are counted from 1 over all epochs.</summary>
    public IReadOnlyList<int> Batch(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var (number, place) = Math.DivRem(batch - 1, BatchesPerEpoch);
        if (epoch.Number != number)
            epoch = ((int)number, Batches((int)number));
        return epoch.Batches[place];
    }

    /// <summary>How many epochs have begun after a step.</summary>
    public int EpochsAt(int step) => (int)(((long)step * batchesPerStep + BatchesPerEpoch - 1) / BatchesPerEpoch);

    private int[][] Batches(int number)
    {
        var batches = buckets.SelectMany((bucket, index) => Shuffled(bucket, number, index + 1).Chunk(batchSize)).ToArray();
        return Shuffled(batches, number, 0);
    }

    private T[] Shuffled<T>(T[] items, int number, int list)
    {
        T[] shuffled = [.. items];
        new Draw(seed, Purpose.Order, number, list).Shuffle<T>(shuffled);
        return shuffled;
    }
}

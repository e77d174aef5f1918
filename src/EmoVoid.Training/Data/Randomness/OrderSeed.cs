namespace EmoVoid.Training.Data.Randomness;

/// <summary>The seed of a run's <see cref="SampleOrder"/>: the run's own until it goes back, and then another for each attempt, so that an order can be told from its numbers.</summary>
public static class OrderSeed
{
    /// <param name="attempt">How often the run has gone back.</param>
    public static long Of(long seed, int attempt)
    {
        if (attempt == 0)
            return seed;
        var draw = new Draw(seed, Purpose.Attempt, step: attempt, sample: 0);
        return (long)(((ulong)draw.Word(0) << 32) | draw.Word(1));
    }
}

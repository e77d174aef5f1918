namespace EmoVoid.EndToEnd.Proof;

/// <summary>
/// Whether a daemon goes on growing. Its memory goes up and down as it is collected, so medians are compared, not two moments: of the last two
/// thirds of the second half of a queue. The third before them warms it up: code is compiled, pools and caches fill once.
/// </summary>
/// <param name="runs">In the whole queue.</param>
internal sealed class MemoryWatch(int runs)
{
    private readonly List<long> _before = [], _after = [];

    /// <summary>0.05 for 5 %.</summary>
    /// <exception cref="InvalidOperationException">Nobody looked in one of the thirds.</exception>
    public double Growth => ((double)Median(_after) / Median(_before)) - 1;

    /// <param name="over">How many runs are over.</param>
    /// <param name="memory">Of the daemon, in bytes.</param>
    public void Look(int over, long memory)
    {
        if (over >= runs * 5 / 6)
            _after.Add(memory);
        else if (over >= runs * 4 / 6)
            _before.Add(memory);
    }

    private static long Median(List<long> of) => of.Count > 0 ? of.Order().ElementAt(of.Count / 2) : throw new InvalidOperationException("nothing was seen");
}

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>What a piece of work took.</summary>
/// <param name="Seconds">On the clock.</param>
/// <param name="Processor">Seconds of all the process's threads together: what other programs take from the machine is not in it.</param>
internal readonly record struct Spent(double Seconds, double Processor)
{
    public static Spent Never => new(double.PositiveInfinity, double.PositiveInfinity);

    public static Spent On(Action work)
    {
        var (start, processor) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        work();
        return new Spent(TimeProvider.System.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>The less of either.</summary>
    public static Spent Best(Spent a, Spent b) => new(Math.Min(a.Seconds, b.Seconds), Math.Min(a.Processor, b.Processor));

    public static Spent Sum(IEnumerable<Spent> all) => all.Aggregate((a, b) => new Spent(a.Seconds + b.Seconds, a.Processor + b.Processor));
}

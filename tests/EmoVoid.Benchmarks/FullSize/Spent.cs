namespace EmoVoid.Benchmarks.FullSize;

/// <summary>What a piece of work took.</summary>
/// <param name="Seconds">On the clock.</param>
/// <param name="Processor">Seconds of all the process's threads together: what other programs take from the machine is not in it.</param>
internal readonly record struct Spent(double Seconds, double Processor)
{
    public static Spent On(Action work)
    {
        var (start, processor) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        work();
        return new Spent(TimeProvider.System.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }
}

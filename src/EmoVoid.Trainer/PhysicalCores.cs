namespace EmoVoid.Trainer;

/// <summary>How many threads are of use to matrix products: two on one core only wait for each other.</summary>
internal static class PhysicalCores
{
    /// <summary>Cores of the machine, but no more than this process may use.</summary>
    public static int Count()
    {
        var cores = File.Exists("/proc/cpuinfo") ? Count(File.ReadLines("/proc/cpuinfo")) : 0;
        return cores == 0 ? Environment.ProcessorCount : Math.Min(cores, Environment.ProcessorCount);
    }

    /// <param name="cpuinfo">Linux: a block a hardware thread, which names its package and the core in it.</param>
    private static int Count(IEnumerable<string> cpuinfo)
    {
        var cores = new HashSet<(string Package, string Core)>();
        var package = "";
        foreach (var line in cpuinfo)
            if (line.StartsWith("physical id", StringComparison.Ordinal))
                package = line;
            else if (line.StartsWith("core id", StringComparison.Ordinal))
                cores.Add((package, line));
        return cores.Count;
    }
}

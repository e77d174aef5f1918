using System.Globalization;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>This process's resident memory as Linux counts it, files that are mapped included.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes now.</summary>
    public static long Now => Read("VmRSS:");

    /// <summary>Bytes now that are this process's alone: no file can give them back.</summary>
    public static long Own => Read("RssAnon:");

    /// <summary>The most bytes since <see cref="Reset"/>.</summary>
    public static long Most => Read("VmHWM:");

    /// <summary>Source: proc(5), clear_refs: 5 sets the peak to what is resident now.</summary>
    public static void Reset() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}

using System.Globalization;

namespace EmoVoid.Core.Executors.Local;

/// <summary>The kernel's own count of processes that it killed for want of memory, which anyone may read.</summary>
internal static class OutOfMemoryKills
{
    private const string Counters = "/proc/vmstat", Name = "oom_kill ";

    /// <summary>Since the machine was started; null where the kernel does not tell.</summary>
    public static long? Count()
    {
        try
        {
            var line = File.ReadLines(Counters).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

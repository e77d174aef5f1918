namespace EmoVoid.Core.Receipts;

/// <summary>What the machine computes with.</summary>
internal static class Processor
{
    /// <summary>Null where the kernel does not tell.</summary>
    public static string? Name { get; } = File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        : null;
}

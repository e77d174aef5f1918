using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>How much memory a device has free now.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes; null when nobody can tell.</summary>
    public static long? Free(Device device)
    {
        if (device.type == DeviceType.CPU)
            return Available();
        if (device.type != DeviceType.CUDA)
            return null;
        using var first = zeros(1, device: device); // makes libtorch's context current
        return CudaDriver.Memory().Free;
    }

    /// <summary>What the system can give without swapping, within the limit of this process's group.</summary>
    private static long? Available()
    {
        const string name = "MemAvailable:";
        var line = File.Exists("/proc/meminfo") ? File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        if (line is null || !long.TryParse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out var kilobytes))
            return null;
        var withinLimit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
        return Math.Min(1024 * kilobytes, withinLimit);
    }
}

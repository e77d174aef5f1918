using System.Globalization;
using EmoVoid.Training.Memory.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>How much memory a device has.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes that are free now; null when nobody can tell.</summary>
    public static long? Free(Device device) => device.type switch
    {
        DeviceType.CPU => Available(),
        DeviceType.CUDA => CudaDevice.Of(device).FreeMemory,
        _ => null,
    };

    /// <summary>Bytes in all, whoever has them now; null when nobody can tell.</summary>
    public static long? InAll(Device device) => device.type switch
    {
        DeviceType.CPU => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        DeviceType.CUDA => CudaDevice.Of(device).Memory,
        _ => null,
    };

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

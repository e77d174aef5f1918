using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>How much memory a device has.</summary>
internal static class DeviceMemory
{
    /// <summary>Bytes that are free now; null when nobody can tell.</summary>
    public static long? Free(Device device) => device.type == DeviceType.CPU ? Available() : OfGpu(device)?.Free;

    /// <summary>Bytes in all, whoever has them now; null when nobody can tell, as when the GPU is so full that it cannot even be asked.</summary>
    public static long? InAll(Device device)
    {
        try
        {
            return device.type == DeviceType.CPU ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : OfGpu(device)?.Total;
        }
        catch (Exception e) when (e is ExternalException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (long Free, long Total)? OfGpu(Device device)
    {
        if (device.type != DeviceType.CUDA)
            return null;
        using var first = zeros(1, device: device); // makes libtorch's context current
        return CudaDriver.Memory();
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

using EmoVoid.Contracts.Inspection;
using EmoVoid.Training.Memory;
using TorchSharp;

namespace EmoVoid.Training.Native;

/// <summary>What can be computed on.</summary>
public static class Devices
{
    /// <summary>Loads libtorch and asks it.</summary>
    public static DeviceInspection Inspect()
    {
        try
        {
            LibTorch.EnsureLoaded();
            var names = Names().ToList();
            return new DeviceInspection(LibTorch.Version?.ToString(), names, null, MemoryOf(names));
        }
        catch (DllNotFoundException e)
        {
            return new DeviceInspection(null, [], e.Message);
        }
    }

    private static IEnumerable<string> Names()
    {
        var gpus = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return Enumerable.Range(0, gpus).Select(index => $"cuda:{index}").Prepend("cpu");
    }

    private static Dictionary<string, long> MemoryOf(IEnumerable<string> names)
    {
        var found = new Dictionary<string, long>();
        foreach (var name in names)
            if (DeviceMemory.InAll(torch.device(name)) is { } bytes)
                found[name] = bytes;
        return found;
    }
}

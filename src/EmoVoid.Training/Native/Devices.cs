using EmoVoid.Contracts.Inspection;
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
            return new DeviceInspection(LibTorch.Version?.ToString(), [.. Names()], null);
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
}

using EmoVoid.Contracts.Memory;
using EmoVoid.Training.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>How much more memory is taken than when it began: on the CPU the process's, on a GPU the device's, looked at a hundred times a second.</summary>
internal sealed class MemoryProbe : IDisposable
{
    private readonly Device device;
    private readonly long before;
    private readonly Timer? timer;
    private long leastFree = long.MaxValue;

    public MemoryProbe(Device device)
    {
        this.device = device;
        PeakMemory.Reset();
        if (!OnCuda)
        {
            before = PeakMemory.Now;
            return;
        }

        before = DeviceMemory.Free(device)!.Value;
        timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    public long Peak => DevicePeak ?? PeakMemory.Most - before;

    /// <summary>Null on the CPU.</summary>
    public long? DevicePeak => OnCuda ? before - Math.Min(leastFree, DeviceMemory.Free(device)!.Value) : null;

    private bool OnCuda => device.type == DeviceType.CUDA;

    /// <summary>On the CPU the swapped blocks are in the same memory.</summary>
    public long HostShare(MemoryEstimate estimate) => OnCuda ? 0 : estimate.HostWeights;

    public void Dispose() => timer?.Dispose();

    private void Look() => leastFree = Math.Min(leastFree, DeviceMemory.Free(device)!.Value);
}

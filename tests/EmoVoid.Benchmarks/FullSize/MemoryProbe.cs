using EmoVoid.Training.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.FullSize;

/// <summary>
/// How much more memory is taken than when it began, looked at a hundred times a second: on the CPU the process's own (without the pages of
/// libraries and files that Linux may drop), on a GPU the device's.
/// </summary>
internal sealed class MemoryProbe : IDisposable
{
    private readonly Device device;
    private readonly long before;
    private readonly Timer timer;
    private long most;

    public MemoryProbe(Device device)
    {
        this.device = device;
        before = Taken;
        timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    public long Peak
    {
        get
        {
            Look();
            return Volatile.Read(ref most) - before;
        }
    }

    private bool OnCuda => device.type == DeviceType.CUDA;

    private long Taken => OnCuda ? -DeviceMemory.Free(device)!.Value : PeakMemory.Own;

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var taken = Taken;
        var seen = Volatile.Read(ref most);
        while ((seen == 0 || taken > seen) && Interlocked.CompareExchange(ref most, taken, seen) is var found && found != seen)
            seen = found;
    }
}

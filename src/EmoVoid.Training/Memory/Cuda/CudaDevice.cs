using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory.Cuda;

/// <summary>
/// A device as NVIDIA's driver has it: the few calls that TorchSharp does not offer. The library comes with the driver, whatever CUDA libtorch
/// was built with, and counts the devices as libtorch does, within <c>CUDA_VISIBLE_DEVICES</c>.
/// </summary>
/// <remarks>Source: NVIDIA, "CUDA Driver API": device, primary context, stream, event and memory management.</remarks>
internal sealed partial class CudaDevice : ICudaDevice
{
    private const string Library = "libcuda.so.1";
    private const uint NonBlocking = 1, DisableTiming = 2;
    private const int Major = 75, Minor = 76; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_…

    private static readonly ConcurrentDictionary<int, CudaDevice> Asked = []; // by ordinal: a context is retained once

    private readonly int device;

    // The one that libtorch computes in, whichever device it has made current on a thread. It lives as long as the process.
    private readonly Lazy<nint> context;

    /// <param name="ordinal">0 for the first.</param>
    private CudaDevice(int ordinal)
    {
        Check(Initialize(0), nameof(Initialize));
        Check(GetDevice(out device, ordinal), nameof(GetDevice));
        context = new Lazy<nint>(() =>
        {
            Check(RetainPrimaryContext(out var primary, device), nameof(RetainPrimaryContext));
            return primary;
        });
    }

    /// <summary>The generation: 7.5 is that of GeForce RTX 20, 8.6 that of RTX 30.</summary>
    public Version ComputeCapability => new(Attribute(Major), Attribute(Minor));

    /// <summary>Bytes in all, whoever has them now. Takes none itself.</summary>
    public long Memory
    {
        get
        {
            Check(GetTotalMemory(out var bytes, device), nameof(GetTotalMemory));
            return (long)bytes;
        }
    }

    /// <summary>Bytes that nobody has now.</summary>
    public long FreeMemory
    {
        get
        {
            Check(PushContext(context.Value), nameof(PushContext));
            var code = GetMemory(out var free, out _);
            Check(PopContext(out _), nameof(PopContext));
            Check(code, nameof(GetMemory));
            return (long)free;
        }
    }

    /// <param name="device">Of CUDA; without a number it is the first.</param>
    /// <exception cref="InvalidOperationException">The driver knows no such device.</exception>
    /// <exception cref="DllNotFoundException">There is no driver.</exception>
    public static CudaDevice Of(Device device) => Asked.GetOrAdd(Math.Max(0, device.index), ordinal => new CudaDevice(ordinal));

    public void Enter() => Check(SetContext(context.Value), nameof(SetContext));

    public nint NewStream()
    {
        Check(StreamCreate(out var stream, NonBlocking), nameof(StreamCreate));
        return stream;
    }

    public nint NewEvent()
    {
        Check(EventCreate(out var made, DisableTiming), nameof(EventCreate));
        return made;
    }

    public void Record(nint what, nint stream) => Check(EventRecord(what, stream), nameof(EventRecord));

    public void Wait(nint stream, nint what) => Check(StreamWaitEvent(stream, what, 0), nameof(StreamWaitEvent));

    public void Copy(nint to, nint from, long bytes, nint stream) => Check(CopyToDevice(to, from, (nuint)bytes, stream), nameof(CopyToDevice));

    public void Finish(nint stream) => Check(StreamSynchronize(stream), nameof(StreamSynchronize));

    public void FreeStream(nint stream) => Check(StreamDestroy(stream), nameof(StreamDestroy));

    public void FreeEvent(nint what) => Check(EventDestroy(what), nameof(EventDestroy));

    private int Attribute(int which)
    {
        Check(GetAttribute(out var value, which, device), nameof(GetAttribute));
        return value;
    }

    private static void Check(int code, string call)
    {
        if (code != 0)
            throw new InvalidOperationException($"The CUDA driver's {call} failed: {WordsOf(code)} (error {code}).");
    }

    private static string WordsOf(int code) => ErrorText(code, out var words) == 0 ? Marshal.PtrToStringUTF8(words)! : "no reason known";

    [LibraryImport(Library, EntryPoint = "cuGetErrorString")]
    private static partial int ErrorText(int code, out nint words);

    [LibraryImport(Library, EntryPoint = "cuInit")]
    private static partial int Initialize(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    private static partial int GetDevice(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetAttribute")]
    private static partial int GetAttribute(out int value, int which, int device);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int GetTotalMemory(out nuint bytes, int device);

    [LibraryImport(Library, EntryPoint = "cuDevicePrimaryCtxRetain")]
    private static partial int RetainPrimaryContext(out nint context, int device);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    private static partial int SetContext(nint context);

    [LibraryImport(Library, EntryPoint = "cuCtxPushCurrent_v2")]
    private static partial int PushContext(nint context);

    [LibraryImport(Library, EntryPoint = "cuCtxPopCurrent_v2")]
    private static partial int PopContext(out nint context);

    [LibraryImport(Library, EntryPoint = "cuStreamCreate")]
    private static partial int StreamCreate(out nint stream, uint flags);

    [LibraryImport(Library, EntryPoint = "cuStreamWaitEvent")]
    private static partial int StreamWaitEvent(nint stream, nint what, uint flags);

    [LibraryImport(Library, EntryPoint = "cuStreamSynchronize")]
    private static partial int StreamSynchronize(nint stream);

    [LibraryImport(Library, EntryPoint = "cuStreamDestroy_v2")]
    private static partial int StreamDestroy(nint stream);

    [LibraryImport(Library, EntryPoint = "cuEventCreate")]
    private static partial int EventCreate(out nint made, uint flags);

    [LibraryImport(Library, EntryPoint = "cuEventRecord")]
    private static partial int EventRecord(nint what, nint stream);

    [LibraryImport(Library, EntryPoint = "cuEventDestroy_v2")]
    private static partial int EventDestroy(nint what);

    [LibraryImport(Library, EntryPoint = "cuMemcpyHtoDAsync_v2")]
    private static partial int CopyToDevice(nint to, nint from, nuint bytes, nint stream);

    [LibraryImport(Library, EntryPoint = "cuMemGetInfo_v2")]
    private static partial int GetMemory(out nuint free, out nuint total);
}

using System.Runtime.InteropServices;

namespace EmoVoid.Training.Memory;

/// <summary>The few calls of NVIDIA's driver that TorchSharp does not offer. The library comes with the driver, whatever CUDA libtorch was built with.</summary>
/// <remarks>Source: NVIDIA, "CUDA Driver API": context, stream, event and memory management.</remarks>
internal static partial class CudaDriver
{
    private const string Library = "libcuda.so.1";
    private const uint NonBlocking = 1, DisableTiming = 2;

    public static nint CurrentContext()
    {
        Check(GetContext(out var context), nameof(GetContext));
        return context;
    }

    /// <summary>Makes a context current on this thread.</summary>
    public static void Enter(nint context) => Check(SetContext(context), nameof(SetContext));

    /// <summary>A stream that does not wait for the default stream.</summary>
    public static nint NewStream()
    {
        Check(StreamCreate(out var stream, NonBlocking), nameof(StreamCreate));
        return stream;
    }

    public static nint NewEvent()
    {
        Check(EventCreate(out var made, DisableTiming), nameof(EventCreate));
        return made;
    }

    public static void Record(nint what, nint stream) => Check(EventRecord(what, stream), nameof(EventRecord));

    /// <summary>What is put on the stream from now on waits for the event as it was last recorded.</summary>
    public static void Wait(nint stream, nint what) => Check(StreamWaitEvent(stream, what, 0), nameof(StreamWaitEvent));

    /// <summary>From the host to the device, without waiting: the host's memory must be pinned.</summary>
    public static void Copy(nint to, nint from, long bytes, nint stream) => Check(CopyToDevice(to, from, (nuint)bytes, stream), nameof(CopyToDevice));

    public static void Finish(nint stream) => Check(StreamSynchronize(stream), nameof(StreamSynchronize));

    public static void FreeStream(nint stream) => Check(StreamDestroy(stream), nameof(StreamDestroy));

    public static void FreeEvent(nint what) => Check(EventDestroy(what), nameof(EventDestroy));

    /// <summary>Free and total bytes of the current context's device, other processes' share taken off.</summary>
    public static (long Free, long Total) Memory()
    {
        Check(GetMemory(out var free, out var total), nameof(GetMemory));
        return ((long)free, (long)total);
    }

    private static void Check(int code, string call)
    {
        if (code != 0)
            throw new InvalidOperationException($"The CUDA driver's {call} failed with error {code}.");
    }

    [LibraryImport(Library, EntryPoint = "cuCtxGetCurrent")]
    private static partial int GetContext(out nint context);

    [LibraryImport(Library, EntryPoint = "cuCtxSetCurrent")]
    private static partial int SetContext(nint context);

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

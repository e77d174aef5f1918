namespace EmoVoid.Training.Memory.Cuda;

/// <summary>What a CUDA device does in what order: streams, events between them, and copies. TorchSharp 0.107 has none of it.</summary>
/// <remarks>All calls but <see cref="Finish"/> return at once: they put something on a stream.</remarks>
internal interface ICudaDevice
{
    /// <summary>Makes the device's context current on this thread, which all other calls want.</summary>
    void Enter();

    /// <summary>A stream that does not wait for the default stream.</summary>
    nint NewStream();

    nint NewEvent();

    void Record(nint what, nint stream);

    /// <summary>What is put on the stream from now on waits for the event as it was last recorded.</summary>
    void Wait(nint stream, nint what);

    /// <summary>From the host to the device. The host's memory must be pinned, or the call waits.</summary>
    void Copy(nint to, nint from, long bytes, nint stream);

    /// <summary>Waits until the stream has nothing left to do.</summary>
    void Finish(nint stream);

    void FreeStream(nint stream);

    void FreeEvent(nint what);
}

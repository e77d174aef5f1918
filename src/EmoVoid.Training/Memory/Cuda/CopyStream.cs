using static TorchSharp.torch;

namespace EmoVoid.Training.Memory.Cuda;

/// <summary>Copies on a stream of their own, tied to libtorch's stream by events.</summary>
/// <remarks>libtorch computes on the legacy default stream, whose handle is null, in the forward pass as in the backward pass.</remarks>
internal sealed class CopyStream : IDisposable
{
    public const nint ComputeStream = 0;

    private readonly ICudaDevice device;
    private readonly nint copies, computed;
    private readonly Dictionary<int, nint> arrived = []; // by slot

    public CopyStream(ICudaDevice device)
    {
        this.device = device;
        device.Enter();
        copies = device.NewStream();
        computed = device.NewEvent();
    }

    /// <inheritdoc cref="IWeightCopies.Begin"/>
    public void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors)
    {
        device.Enter(); // a backward pass runs on a thread of its own
        device.Record(computed, ComputeStream);
        device.Wait(copies, computed);
        foreach (var (from, to) in tensors)
            device.Copy(TensorAddress.Of(to), TensorAddress.Of(from), from.NumberOfElements * from.ElementSize, copies);
        if (!arrived.TryGetValue(slot, out var here))
            arrived[slot] = here = device.NewEvent();
        device.Record(here, copies);
    }

    /// <inheritdoc cref="IWeightCopies.Wait"/>
    public void Wait(int slot)
    {
        device.Enter();
        device.Wait(ComputeStream, arrived[slot]);
    }

    public void Dispose()
    {
        device.Enter();
        device.Finish(copies);
        foreach (var here in arrived.Values.Append(computed))
            device.FreeEvent(here);
        device.FreeStream(copies);
    }
}

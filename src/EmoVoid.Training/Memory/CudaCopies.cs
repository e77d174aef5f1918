using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>Copies from pinned memory on a stream of their own, tied to libtorch's stream by events.</summary>
/// <remarks>
/// TorchSharp 0.107 has no streams and no events, so the driver is asked directly. libtorch computes on the legacy default stream, whose
/// handle is null, in the forward pass as in the backward pass.
/// </remarks>
internal sealed class CudaCopies : IWeightCopies
{
    private const nint ComputeStream = 0;

    private readonly Device device;
    private readonly nint context, copyStream, computed;
    private readonly Dictionary<int, nint> loaded = [];

    public CudaCopies(Device device)
    {
        this.device = device;
        using (zeros(1, device: device)) // libtorch makes its context current with the first thing it does
            context = CudaDriver.CurrentContext();
        copyStream = CudaDriver.NewStream();
        computed = CudaDriver.NewEvent();
    }

    public Tensor ToHost(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var pinned = tensor.cpu().pin_memory().DetachFromDisposeScope();
        tensor.Dispose();
        return pinned;
    }

    public Tensor RoomFor(Tensor tensor) => empty_like(tensor, device: device).DetachFromDisposeScope();

    public void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors)
    {
        CudaDriver.Enter(context); // a backward pass runs on a thread of its own
        CudaDriver.Record(computed, ComputeStream);
        CudaDriver.Wait(copyStream, computed);
        foreach (var (from, to) in tensors)
            CudaDriver.Copy(TensorAddress.Of(to), TensorAddress.Of(from), from.NumberOfElements * from.ElementSize, copyStream);
        if (!loaded.TryGetValue(slot, out var ready))
            loaded[slot] = ready = CudaDriver.NewEvent();
        CudaDriver.Record(ready, copyStream);
    }

    public void Wait(int slot)
    {
        CudaDriver.Enter(context);
        CudaDriver.Wait(ComputeStream, loaded[slot]);
    }

    public void Dispose()
    {
        CudaDriver.Enter(context);
        CudaDriver.Finish(copyStream);
        foreach (var ready in loaded.Values.Append(computed))
            CudaDriver.FreeEvent(ready);
        CudaDriver.FreeStream(copyStream);
    }
}

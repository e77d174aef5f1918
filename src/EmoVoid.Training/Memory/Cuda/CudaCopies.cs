using static TorchSharp.torch;

namespace EmoVoid.Training.Memory.Cuda;

/// <summary>From pinned memory to the device, while the device computes.</summary>
internal sealed class CudaCopies(Device device) : IWeightCopies
{
    private readonly CopyStream stream = new(CudaDevice.Of(device));

    public Tensor ToHost(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var pinned = tensor.cpu().pin_memory().DetachFromDisposeScope();
        tensor.Dispose();
        return pinned;
    }

    public Tensor RoomFor(Tensor tensor) => empty_like(tensor, device: device).DetachFromDisposeScope();

    public void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors) => stream.Begin(slot, tensors);

    public void Wait(int slot) => stream.Wait(slot);

    public void Dispose() => stream.Dispose();
}

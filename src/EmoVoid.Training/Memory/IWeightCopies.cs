using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>Brings weights from the host's memory to the device.</summary>
internal interface IWeightCopies : IDisposable
{
    /// <summary>Moves a tensor to where it can be copied from quickly, in nobody's dispose scope; the one given is freed.</summary>
    Tensor ToHost(Tensor tensor);

    /// <summary>Memory on the device, of the same shape and type, in nobody's dispose scope.</summary>
    Tensor RoomFor(Tensor tensor);

    /// <summary>Begins to copy, after everything that the device was told to compute before; what it is told afterwards may overlap.</summary>
    /// <param name="slot">By which <see cref="Wait"/> knows it.</param>
    void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors);

    /// <summary>Makes everything that is computed afterwards wait for the copies of a slot.</summary>
    void Wait(int slot);
}

/// <summary>Copies that are done when they return: for the CPU, where host and device are the same memory and only the order is to be tried.</summary>
internal sealed class PlainCopies : IWeightCopies
{
    public Tensor ToHost(Tensor tensor) => tensor.DetachFromDisposeScope();

    public Tensor RoomFor(Tensor tensor) => empty_like(tensor).DetachFromDisposeScope();

    public void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (from, to) in tensors)
            to.copy_(from);
    }

    public void Wait(int slot)
    {
    }

    public void Dispose()
    {
    }
}

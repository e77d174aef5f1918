using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>
/// Memory of a CPU for numbers that live no longer than one product or sum, each in the place of those before. Memory that is new comes page by page,
/// filled with zeros first, which takes longer than what is then done in it. A GPU's allocator keeps its memory by itself.
/// </summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? unpacked, operand, gradient;

    private Tensor? room;

    /// <summary>For a matrix that is unpacked from a narrower type.</summary>
    public static Workspace Unpacked => unpacked ??= new Workspace();

    /// <summary>For activations that one product or sum takes in, and nothing after it.</summary>
    public static Workspace Operand => operand ??= new Workspace();

    /// <summary>For the gradient of what is made again from what was kept.</summary>
    public static Workspace Gradient => gradient ??= new Workspace();

    /// <returns>Any numbers, until the next call on this thread.</returns>
    public Tensor Take(long[] shape, ScalarType type, Device device)
    {
        if (device.type != DeviceType.CPU)
            return empty(shape, dtype: type, device: device);
        var numbers = shape.Aggregate(1L, (product, side) => product * side);
        if (room is null || room.dtype != type || room.NumberOfElements < numbers)
        {
            room?.Dispose();
            room = empty(numbers, dtype: type).DetachFromDisposeScope();
        }

        return room.narrow(0, 0, numbers).view(shape);
    }
}

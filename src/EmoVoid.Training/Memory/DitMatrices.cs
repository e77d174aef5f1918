using System.Globalization;
using EmoVoid.Contracts.Memory;
using EmoVoid.Training.Memory.Cuda;
using EmoVoid.Training.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>Keeps the matrices of a DiT as its memory mode says: bfloat16 or int8, on the device or in the host's memory.</summary>
/// <remarks>
/// Only the ten large matrices of a block become int8. Its modulations are a tenth of its weights, and an error of theirs shifts and scales
/// every token at once.
/// </remarks>
internal sealed class DitMatrices : IMatrixKeeper
{
    private const string Blocks = "blocks.", Modulation = ".adaln_modulation";

    private readonly MemoryMode mode;
    private readonly Placement placement;

    /// <exception cref="ArgumentOutOfRangeException">More blocks are to be swapped than there are, less two.</exception>
    public DitMatrices(MemoryMode mode, Placement placement, int blocks)
    {
        (this.mode, this.placement) = (mode, placement);
        if (mode.BlocksToSwap < 0 || mode.BlocksToSwap > MemoryMode.MostSwapped(blocks))
            throw new ArgumentOutOfRangeException(nameof(mode), mode.BlocksToSwap, $"blocks_to_swap must be 0 to {MemoryMode.MostSwapped(blocks)} for a model of {blocks} blocks");
        if (mode.BlocksToSwap > 0)
            Swap = new BlockSwap(blocks, mode.BlocksToSwap, placement.Device.type == DeviceType.CUDA ? new CudaCopies(placement.Device) : new PlainCopies());
    }

    public BlockSwap? Swap { get; }

    public FrozenMatrix Keep(string name, Func<ScalarType, Device, Tensor> load)
    {
        var packed = Pack(name, load);
        return Swap is not null && BlockOf(name) is { } block && Swap.Visits(block) ? Swap.Add(block, packed) : new ResidentMatrix(packed);
    }

    private PackedMatrix Pack(string name, Func<ScalarType, Device, Tensor> load)
    {
        var isSmall = BlockOf(name) is null || name.Contains(Modulation, StringComparison.Ordinal);
        if (isSmall || mode.Base == BaseWeights.Bf16)
            return new PackedMatrix(load(ScalarType.BFloat16, placement.Device));
        using var wide = load(ScalarType.BFloat16, placement.Device);
        return PackedMatrix.ToInt8(wide);
    }

    /// <summary>The number in <c>blocks.N.…</c>; null outside the blocks.</summary>
    private static int? BlockOf(string name) => name.StartsWith(Blocks, StringComparison.Ordinal)
        ? int.Parse(name.AsSpan(Blocks.Length, name.IndexOf('.', Blocks.Length) - Blocks.Length), CultureInfo.InvariantCulture)
        : null;
}

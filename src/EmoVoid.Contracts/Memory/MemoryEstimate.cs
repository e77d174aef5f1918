using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Memory;

/// <summary>The most memory that a step takes on its device, by pure arithmetic from sizes.</summary>
/// <remarks>
/// U = batch · tokens · D numbers is one activation, S = batch · 512 · D one of the context's side, M = batch · tokens · MLP width; e is the
/// bytes of a number that is computed with.
/// <para>
/// The peak is at the first block of the backward pass, the last of the model: everything that the forward pass has kept is still there, and the MLP's
/// gradients come to it. A block has kept
/// </para>
/// <list type="bullet">
/// <item>of self-attention: its input, q, k, v and the result, q and k before their norm (7 U e);</item>
/// <item>of cross-attention: the same with k and v of the context's side (4 U e, 3 S e);</item>
/// <item>of the MLP: its input and what goes into the GELU (U e + M e).</item>
/// </list>
/// <para>
/// Modulated inputs and what comes out of the GELU are made again in the backward pass. With checkpointing a block has kept its input (U e),
/// and the one at hand all of the above. On top, at that moment: what comes out of the GELU and the gradients of both its sides, the block's
/// gradient and two of its sublayer's (3 M e + 3 U e), and the one matrix that is unpacked from bf16 or int8; on a CPU the place where the
/// forward pass has what comes out of the GELU stays taken (M e). Without a backward pass nothing is kept, and the MLP's forward pass has both
/// sides of the GELU at once.
/// </para>
/// </remarks>
/// <param name="Weights">The frozen model on the device; on a CPU the swapped blocks as well, which are in the same memory.</param>
/// <param name="Lora">Parameters and gradients; the optimizer keeps nothing.</param>
/// <param name="Activations">Kept from the forward pass for the backward pass.</param>
/// <param name="Transients">What comes and goes inside the widest moment of the step.</param>
/// <param name="Runtime">The framework's own: see <see cref="CpuRuntime"/> and <see cref="GpuRuntime"/>.</param>
/// <param name="HostWeights">Swapped blocks in the host's memory, where that is another; not part of <see cref="Total"/>.</param>
public sealed record MemoryEstimate(long Weights, long Lora, long Activations, long Transients, long Runtime, long HostWeights)
{
    /// <summary>What .NET's heap and libtorch's buffers grow by from the first loaded tensor on: 24 to 28 MB were measured.</summary>
    public const long CpuRuntime = 30_000_000;

    /// <summary>A CUDA context and the workspace of the matrix library. Not measured here: what is commonly seen, and then some.</summary>
    public const long GpuRuntime = 600_000_000;

    private const int StoredBytes = 2, Float = 4, LoraCopies = 2;

    public long Total => Weights + Lora + Activations + Transients + Runtime;

    /// <param name="onGpu">Whether the device has a memory of its own.</param>
    public static MemoryEstimate Of(AnimaDitSizes dit, StepSize step, MemoryMode mode, bool onGpu)
    {
        var block = BlockBytes(dit, mode.Base);
        var visiting = Math.Min(MemoryMode.SwapSlots, mode.BlocksToSwap);
        var hosted = onGpu ? mode.BlocksToSwap : 0;
        return new MemoryEstimate(
            Weights: (dit.Blocks - hosted + visiting) * block + dit.OtherWeights * StoredBytes,
            Lora: LoraCopies * Float * dit.LoraWeights(step.Rank),
            Activations: step.Trains ? ActivationsOf(dit, step, mode.GradientCheckpointing) : 0,
            Transients: TransientsOf(dit, step, mode.Base, onGpu),
            Runtime: onGpu ? GpuRuntime : CpuRuntime,
            HostWeights: hosted * block);
    }

    /// <summary>The frozen weights of one block.</summary>
    public static long BlockBytes(AnimaDitSizes dit, BaseWeights kept) => kept == BaseWeights.Int8
        ? dit.BlockMatrixWeights + Float * dit.BlockMatrices.Sum(matrix => matrix.Outputs) + StoredBytes * dit.BlockModulationWeights
        : StoredBytes * (dit.BlockMatrixWeights + dit.BlockModulationWeights);

    private static long ActivationsOf(AnimaDitSizes dit, StepSize step, bool checkpointing)
    {
        var kept = KeptByBlock(dit, step);
        return checkpointing ? dit.Blocks * Activation(dit, step) * step.ComputeBytes + kept : dit.Blocks * kept;
    }

    private static long KeptByBlock(AnimaDitSizes dit, StepSize step)
    {
        var (u, s, m, e) = (Activation(dit, step), step.Batch * AnimaDitSizes.ContextRows * dit.Width, step.Batch * step.Tokens * dit.MlpWidth, step.ComputeBytes);
        var self = u * 7 * e;
        var cross = u * 4 * e + s * 3 * e;
        var mlp = u * e + m * e;
        return self + cross + mlp;
    }

    private static long TransientsOf(AnimaDitSizes dit, StepSize step, BaseWeights kept, bool onGpu)
    {
        var (u, m, e) = (Activation(dit, step), step.Batch * step.Tokens * dit.MlpWidth, step.ComputeBytes);
        var unpacked = kept == BaseWeights.Int8 || e > StoredBytes ? dit.Width * dit.MlpWidth * e : 0;
        var aroundGelu = step.Trains ? onGpu ? 3 : 4 : 2;
        return aroundGelu * m * e + 3 * u * e + unpacked;
    }

    private static long Activation(AnimaDitSizes dit, StepSize step) => step.Batch * step.Tokens * dit.Width;
}

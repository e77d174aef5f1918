namespace EmoVoid.Contracts.Memory;

/// <summary>What a training step is made of, besides the model.</summary>
/// <param name="Tokens">Of one picture.</param>
/// <param name="Rank">Of the LoRA.</param>
/// <param name="ComputeBytes">Bytes of a number in the blocks: 2 for bfloat16, 4 for float32.</param>
public sealed record StepSize(long Tokens, int Batch, int Rank, int ComputeBytes);

/// <summary>The most memory that training takes on its device, by pure arithmetic from sizes.</summary>
/// <remarks>
/// U = batch · tokens · D numbers is one activation, S = batch · 512 · D one of the context's side, M = U · MLP width / D; e is the bytes of a
/// number that is computed with. Norm and rotation of queries and keys are float32 whatever e is. The framework's own share (a CUDA context,
/// the libraries) is not in it.
/// </remarks>
/// <param name="Weights">The frozen model on the device.</param>
/// <param name="Lora">Parameters, gradients and what the optimizer keeps.</param>
/// <param name="Activations">Kept from the forward pass for the backward pass.</param>
/// <param name="Transients">What comes and goes inside the widest moment of the step.</param>
/// <param name="HostWeights">Swapped blocks in the host's memory; not part of <see cref="Total"/>.</param>
public sealed record MemoryEstimate(long Weights, long Lora, long Activations, long Transients, long HostWeights)
{
    private const int StoredBytes = 2, Float = 4, LoraCopies = 2;

    /// <summary>Where two blocks are on the device for the sake of those that are not.</summary>
    public const int SwapSlots = 2;

    public long Total => Weights + Lora + Activations + Transients;

    public static MemoryEstimate Of(DitDimensions dit, StepSize step, MemoryMode mode)
    {
        var block = BlockBytes(dit, mode.Base);
        var resident = mode.BlocksToSwap == 0 ? dit.Blocks : Math.Min(dit.Blocks, dit.Blocks - mode.BlocksToSwap + SwapSlots);
        var kept = KeptByBlock(dit, step);
        var input = Activation(dit, step) * step.ComputeBytes;
        return new MemoryEstimate(
            Weights: resident * block + dit.OtherWeights * StoredBytes,
            Lora: LoraCopies * Float * dit.LoraWeights(step.Rank),
            Activations: mode.GradientCheckpointing ? dit.Blocks * input + kept : dit.Blocks * kept,
            Transients: TransientsOf(dit, step, mode.Base),
            HostWeights: mode.BlocksToSwap * block);
    }

    /// <summary>The frozen weights of one block.</summary>
    public static long BlockBytes(DitDimensions dit, BaseWeights kept) => kept == BaseWeights.Int8
        ? dit.BlockMatrixWeights + Float * dit.BlockMatrices.Sum(matrix => matrix.Outputs) + StoredBytes * dit.BlockModulationWeights
        : StoredBytes * (dit.BlockMatrixWeights + dit.BlockModulationWeights);

    private static long Activation(DitDimensions dit, StepSize step) => step.Batch * step.Tokens * dit.Width;

    /// <summary>
    /// Self-attention keeps its input, the modulated input, q k v and the result, and q and k before their norm in float32; cross-attention
    /// the same with k and v of the context's side; the MLP its input, the modulated input, and what goes into and comes out of the GELU.
    /// </summary>
    private static long KeptByBlock(DitDimensions dit, StepSize step)
    {
        var (u, s, m, e) = (Activation(dit, step), step.Batch * DitDimensions.ContextRows * dit.Width, step.Batch * step.Tokens * dit.MlpWidth, step.ComputeBytes);
        var self = u * (6 * e + 2 * Float);
        var cross = u * (4 * e + Float) + s * (2 * e + Float);
        var mlp = u * 2 * e + m * 2 * e;
        return self + cross + mlp;
    }

    /// <summary>In the backward pass of the MLP: the gradients of both sides of the GELU and of the block, and the one matrix that is unpacked.</summary>
    private static long TransientsOf(DitDimensions dit, StepSize step, BaseWeights kept)
    {
        var (u, m, e) = (Activation(dit, step), step.Batch * step.Tokens * dit.MlpWidth, step.ComputeBytes);
        var unpacked = kept == BaseWeights.Int8 || e > StoredBytes ? dit.Width * dit.MlpWidth * e : 0;
        return 2 * m * e + 3 * u * e + unpacked;
    }
}

using EmoVoid.Contracts.Memory;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Dit;

/// <summary>Anima's diffusion transformer ("MiniTrainDIT"): noisy latents, noise level and context → velocity.</summary>
/// <remarks>
/// Source: NVIDIA Cosmos-Predict2 and Peebles and Xie, "Scalable Diffusion Models with Transformers"; kohya-ss/sd-scripts
/// <c>library/anima_models.py</c> for the behaviour and the tensor names. A picture is a video of one frame.
/// </remarks>
public sealed class AnimaDit : FrozenModel
{
    /// <summary>The tensor by which such a file, and the prefix of its names, is known.</summary>
    public const string Landmark = "x_embedder.proj.1.weight";

    /// <summary>The NTK extrapolation ratio of height and width of every published Anima; a weight file does not say it.</summary>
    public const double DefaultRopeRatio = 4.0;

    private readonly AnimaDitSizes sizes;
    private readonly double ropeRatio;
    private readonly Tensor patchProjection;
    private readonly TimeEmbedding time;
    private readonly DitBlock[] blocks;
    private readonly FinalLayer final;

    public AnimaDit(WeightSource weights, AnimaDitSizes sizes, double ropeRatio = DefaultRopeRatio)
    {
        (this.sizes, this.ropeRatio) = (sizes, ropeRatio);
        patchProjection = weights.Take("x_embedder.proj.1.weight", sizes.Width, sizes.PatchArea * (sizes.Channels + 1));
        time = new TimeEmbedding(weights, sizes.Width);
        blocks = [.. Enumerable.Range(0, sizes.Blocks).Select(i => new DitBlock(weights.In($"blocks.{i}"), sizes))];
        final = new FinalLayer(weights.In("final_layer"), sizes);
    }

    public AnimaDitSizes Sizes => sizes;

    /// <summary>The layers that a LoRA adapts by default, with their names in the file: ten a block.</summary>
    public IEnumerable<(string Name, Linear Layer)> LoraTargets =>
        blocks.SelectMany((block, i) => block.LoraTargets.Select(target => ($"blocks.{i}.{target.Name}", target.Layer)));

    /// <summary>The blocks that visit the device; null when all of them stay there.</summary>
    public BlockSwap? Swap { get; private init; }

    /// <summary>Whether the blocks compute their activations again in the backward pass, instead of keeping them.</summary>
    public bool Recomputes { get; private init; }

    /// <exception cref="ModelFileException">The file is not an Anima DiT, or lacks tensors.</exception>
    public static AnimaDit Load(string path, Placement placement, double ropeRatio = DefaultRopeRatio)
    {
        using var file = ModelFile.Open(path, Landmark, ModelPart.Dit.What);
        var sizes = AnimaDitSizes.Read(file.Shapes);
        return file.Load(weights => new AnimaDit(weights, sizes, ropeRatio), placement);
    }

    /// <summary>Loads the model in the way that its memory was planned.</summary>
    /// <exception cref="ModelFileException">The file is not an Anima DiT, or lacks tensors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More blocks are to be swapped than it has, less two.</exception>
    public static AnimaDit Load(string path, Placement placement, MemoryMode mode, double ropeRatio = DefaultRopeRatio)
    {
        using var file = ModelFile.Open(path, Landmark, ModelPart.Dit.What);
        var sizes = AnimaDitSizes.Read(file.Shapes);
        var keeper = new DitMatrices(mode, placement, sizes.Blocks);
        return file.Load(weights => new AnimaDit(weights, sizes, ropeRatio) { Recomputes = mode.GradientCheckpointing, Swap = keeper.Swap }, placement, keeper);
    }

    /// <summary>Predicts ε − x, the velocity of the straight path from picture to noise.</summary>
    /// <param name="x">(B, C, H, W): noisy latents; H and W are multiples of the patch side.</param>
    /// <param name="sigma">(B), 0..1: the share of noise.</param>
    /// <param name="context">(B, S, D_c): all rows take part, zero rows included.</param>
    /// <param name="contextWeights">(B, 1, 1, S): the logarithm of how many equal rows each row of the context stands for; null: one each.</param>
    /// <returns>(B, C, H, W) float32</returns>
    public Tensor Velocity(Tensor x, Tensor sigma, Tensor context, Tensor? contextWeights = null)
    {
        using var scope = NewDisposeScope();
        var (h, w) = (x.shape[2] / sizes.Patch, x.shape[3] / sizes.Patch);
        var type = Placement.Type;
        var rope = Rope.OfImage(h, w, sizes.SelfAttention.HeadDim, ropeRatio, x.device);
        var condition = time.Forward(sigma, type);                                     // (B, 1, D) and (B, 1, 3D)
        context = context.to(type);
        // The last p² columns belong to the padding-mask channel, which is all zeros: they add nothing.
        var projection = patchProjection.narrow(1, 0, sizes.PatchArea * sizes.Channels);       // (D, p²·C)
        var z = nn.functional.linear(Patches.Split(x.to(type), sizes.Patch), projection);      // (B, h·w, D)
        foreach (var block in blocks)
            z = Apply(block, z, condition, context, rope, contextWeights);             // (B, h·w, D)
        var v = final.Forward(z, condition);                                           // (B, h·w, p²·C)
        return Patches.Join(v.to(float32), h, w, sizes.Patch).MoveToOuterDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        Swap?.Dispose();
        base.Dispose(disposing);
    }

    private Tensor Apply(DitBlock block, Tensor z, TimeCondition condition, Tensor context, Rope rope, Tensor? contextWeights) =>
        Recomputes && is_grad_enabled() && block.LoraTargets.First().Layer.LowRank is { } trained
            ? RecomputedBlock.Of(z, trained.A, block, condition, context, rope)
            : block.Forward(z, condition, context, rope, contextWeights);
}

using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.TextEncoder;

/// <summary>
/// Anima's bridge between its two text spaces: T5 tokens ask, Qwen3's states answer, and the result is the context that the DiT attends to.
/// It lies in the DiT's file. It is frozen, so a caption's context is computed once and kept.
/// </summary>
/// <remarks>Source: kohya-ss/sd-scripts <c>library/anima_models.py</c>, for the behaviour and the tensor names.</remarks>
public sealed class LlmAdapter : FrozenModel
{
    /// <summary>The tensor by which such a file, and the prefix of its names, is known.</summary>
    public const string Landmark = "llm_adapter.out_proj.weight";

    private const double RopeTheta = 10000;

    private readonly LlmAdapterSizes sizes;
    private readonly Tensor embedding, gain;
    private readonly Linear? input;
    private readonly LlmAdapterBlock[] blocks;
    private readonly Linear output;

    public LlmAdapter(WeightSource weights, LlmAdapterSizes sizes)
    {
        this.sizes = sizes;
        embedding = weights.Take("embed.weight", sizes.Vocabulary, sizes.TokenWidth);
        input = sizes.HasInput ? weights.Linear("in_proj", sizes.TokenWidth, sizes.Width, bias: true) : null;
        blocks = [.. Enumerable.Range(0, sizes.Blocks).Select(i => new LlmAdapterBlock(weights.In($"blocks.{i}"), sizes))];
        output = weights.Linear("out_proj", sizes.Width, sizes.OutputWidth, bias: true);
        gain = weights.TakeGain("norm.weight", sizes.OutputWidth);
    }

    public LlmAdapterSizes Sizes => sizes;

    /// <param name="path">The DiT's file.</param>
    /// <exception cref="ModelFileException">The file has no adapter inside, or lacks tensors.</exception>
    public static LlmAdapter Load(string path, Placement placement)
    {
        using var file = ModelFile.Open(path, Landmark, "an Anima diffusion transformer with its LLM adapter");
        var sizes = LlmAdapterSizes.Read(file.Shapes);
        return file.Load(weights => new LlmAdapter(weights.In("llm_adapter"), sizes), placement);
    }

    /// <summary>The context of a batch of captions.</summary>
    /// <param name="source">(B, S, source width): Qwen3's states.</param>
    /// <param name="sourceMask">(B, S), not 0 where there is a Qwen3 token. A caption may have none.</param>
    /// <param name="ids">(B, L) int64: T5's token ids, padded to the context's length.</param>
    /// <param name="mask">(B, L), not 0 where there is a T5 token.</param>
    /// <returns>(B, L, output width); rows without a T5 token are zero, and belong to the context all the same.</returns>
    public Tensor Forward(Tensor source, Tensor sourceMask, Tensor ids, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var x = embedding.index_select(0, ids.flatten()).unflatten(0, ids.shape);      // (B, L, D_t)
        x = input?.Forward(x) ?? x;                                                    // (B, L, D)
        var positions = new AdapterPositions(
            Rope.Of(ids.shape[1], sizes.SelfAttention.HeadDim, RopeTheta, x.device),
            Rope.Of(source.shape[1], sizes.CrossAttention.HeadDim, RopeTheta, x.device),
            Visible(mask),
            Visible(sourceMask));
        source = source.to(x.dtype);
        foreach (var block in blocks)
            x = block.Forward(x, source, positions);                                   // (B, L, D)
        var context = Rms.NormLike(output.Forward(x), gain);                           // (B, L, D_o)
        return context.masked_fill(mask.eq(0).unsqueeze(-1), 0).MoveToOuterDisposeScope();
    }

    /// <summary>(B, S) → (B, 1, 1, S) bool: every query may see the same keys.</summary>
    private static Tensor Visible(Tensor mask) => mask.ne(0).unsqueeze(1).unsqueeze(1);
}

/// <summary>Where the tokens of both sides stand, and which of them are tokens.</summary>
internal sealed record AdapterPositions(Rope Target, Rope Source, Tensor TargetVisible, Tensor SourceVisible);

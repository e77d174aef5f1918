using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.TextEncoder;

/// <summary>Self-attention, cross-attention to Qwen3's states, MLP; each after an RMS norm and beside a residual path.</summary>
internal sealed class LlmAdapterBlock
{
    private readonly Tensor selfGain, crossGain, mlpGain;
    private readonly Attention self, cross;
    private readonly Linear mlpIn, mlpOut;

    public LlmAdapterBlock(WeightSource weights, LlmAdapterSizes sizes)
    {
        selfGain = weights.TakeGain("norm_self_attn.weight", sizes.Width);
        self = new Attention(weights.In("self_attn"), sizes.SelfAttention, "o_proj");
        crossGain = weights.TakeGain("norm_cross_attn.weight", sizes.Width);
        cross = new Attention(weights.In("cross_attn"), sizes.CrossAttention, "o_proj");
        mlpGain = weights.TakeGain("norm_mlp.weight", sizes.Width);
        mlpIn = weights.Linear("mlp.0", sizes.Width, sizes.MlpWidth, bias: true);
        mlpOut = weights.Linear("mlp.2", sizes.MlpWidth, sizes.Width, bias: true);
    }

    /// <param name="x">(B, L, D)</param>
    /// <param name="source">(B, S, D_s)</param>
    public Tensor Forward(Tensor x, Tensor source, AdapterPositions at)
    {
        using var scope = NewDisposeScope();
        var h = Rms.NormLike(x, selfGain);
        x = x + self.Forward(h, h, at.Target, at.Target, at.TargetVisible);
        h = Rms.NormLike(x, crossGain);
        x = x + cross.Forward(h, source, at.Target, at.Source, at.SourceVisible);
        h = Rms.NormLike(x, mlpGain);
        x = x + mlpOut.Forward(functional.gelu(mlpIn.Forward(h)));
        return x.MoveToOuterDisposeScope();
    }
}

/// <summary>The sizes of an adapter, read from its own tensors.</summary>
/// <param name="TokenWidth">Of the T5 token embedding.</param>
/// <param name="Width">Of the blocks.</param>
/// <param name="OutputWidth">Of the context that the DiT gets.</param>
/// <param name="HasInput">Whether tokens are projected to the blocks' width; they are when the widths differ.</param>
public sealed record LlmAdapterSizes(
    long Vocabulary, long TokenWidth, long Width, long OutputWidth, int Blocks, long MlpWidth, AttentionSizes SelfAttention, AttentionSizes CrossAttention, bool HasInput)
{
    /// <param name="shapes">Of the DiT's file.</param>
    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static LlmAdapterSizes Read(ModelShapes shapes)
    {
        var embedding = shapes.Of("llm_adapter.embed.weight", 2);
        var output = shapes.Of("llm_adapter.out_proj.weight", 2);
        return new LlmAdapterSizes(
            Vocabulary: embedding[0],
            TokenWidth: embedding[1],
            Width: output[1],
            OutputWidth: output[0],
            Blocks: shapes.Count(i => $"llm_adapter.blocks.{i}.cross_attn.q_proj.weight"),
            MlpWidth: shapes.Of("llm_adapter.blocks.0.mlp.0.weight", 2)[0],
            SelfAttention: AttentionSizes.Read(shapes, "llm_adapter.blocks.0.self_attn"),
            CrossAttention: AttentionSizes.Read(shapes, "llm_adapter.blocks.0.cross_attn"),
            HasInput: embedding[1] != output[1]);
    }
}

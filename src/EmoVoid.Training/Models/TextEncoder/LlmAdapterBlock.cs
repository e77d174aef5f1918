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

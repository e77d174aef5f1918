using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.TextEncoder;

/// <summary>Causal self-attention with grouped key heads, then SwiGLU; each after an RMS norm and beside a residual path.</summary>
internal sealed class Qwen3Layer
{
    private readonly Tensor attentionGain, mlpGain;
    private readonly Attention attention;
    private readonly Linear gate, up, down;

    public Qwen3Layer(WeightSource weights, Qwen3Sizes sizes)
    {
        attentionGain = weights.TakeGain("input_layernorm.weight", sizes.Width);
        attention = new Attention(weights.In("self_attn"), sizes.Attention, "o_proj");
        mlpGain = weights.TakeGain("post_attention_layernorm.weight", sizes.Width);
        gate = weights.Linear("mlp.gate_proj", sizes.Width, sizes.MlpWidth);
        up = weights.Linear("mlp.up_proj", sizes.Width, sizes.MlpWidth);
        down = weights.Linear("mlp.down_proj", sizes.MlpWidth, sizes.Width);
    }

    /// <param name="x">(B, L, D)</param>
    public Tensor Forward(Tensor x, Rope rope)
    {
        using var scope = NewDisposeScope();
        var h = Rms.NormLike(x, attentionGain);
        x = x + attention.Forward(h, h, rope, rope, causal: true);
        h = Rms.NormLike(x, mlpGain);
        x = x + down.Forward(functional.silu(gate.Forward(h)) * up.Forward(h));        // SwiGLU
        return x.MoveToOuterDisposeScope();
    }
}

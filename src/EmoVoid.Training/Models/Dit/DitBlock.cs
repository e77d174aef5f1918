using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Dit;

/// <summary>Self-attention, cross-attention to the context, MLP; each x += gate · f(LN(x)·(1 + scale) + shift).</summary>
public sealed class DitBlock
{
    private readonly AdaLn selfAdaLn, crossAdaLn, mlpAdaLn;
    private readonly Attention self, cross;
    private readonly Linear mlp1, mlp2;

    public DitBlock(WeightSource weights, AnimaDitSizes sizes)
    {
        self = new Attention(weights.In("self_attn"), sizes.SelfAttention, "output_proj");
        cross = new Attention(weights.In("cross_attn"), sizes.CrossAttention, "output_proj");
        mlp1 = weights.Linear("mlp.layer1", sizes.Width, sizes.MlpWidth);
        mlp2 = weights.Linear("mlp.layer2", sizes.MlpWidth, sizes.Width);
        selfAdaLn = new AdaLn(weights.In("adaln_modulation_self_attn"), sizes, parts: 3);
        crossAdaLn = new AdaLn(weights.In("adaln_modulation_cross_attn"), sizes, parts: 3);
        mlpAdaLn = new AdaLn(weights.In("adaln_modulation_mlp"), sizes, parts: 3);
    }

    /// <summary>The ten layers that a LoRA adapts, in the order of a LoRA file.</summary>
    public IEnumerable<(string Name, Linear Layer)> LoraTargets =>
    [
        .. Projections("self_attn", self),
        .. Projections("cross_attn", cross),
        ("mlp.layer1", mlp1),
        ("mlp.layer2", mlp2),
    ];

    /// <param name="x">(B, L, D)</param>
    /// <param name="context">(B, S, D_c)</param>
    /// <param name="rope">Positions of the L patches, for self-attention alone.</param>
    /// <param name="contextWeights">(B, 1, 1, S): added to the logits of cross-attention, or null.</param>
    public Tensor Forward(Tensor x, TimeCondition at, Tensor context, Rope rope, Tensor? contextWeights = null)
    {
        using var scope = NewDisposeScope();
        x = Sublayer(x, selfAdaLn, at, h => self.Forward(h, h, rope, rope));
        x = Sublayer(x, crossAdaLn, at, h => cross.Forward(h, context, visible: contextWeights));
        x = Sublayer(x, mlpAdaLn, at, h => mlp2.Forward(LayerInput.Gelu(mlp1.Forward(h))));
        return x.MoveToOuterDisposeScope();
    }

    private static Tensor Sublayer(Tensor x, AdaLn adaLn, TimeCondition at, Func<LayerInput, Tensor> f)
    {
        using var scope = NewDisposeScope();
        var m = adaLn.Modulation(at);                                                  // shift, scale, gate: (B, 1, D)
        var y = f(AdaLn.Modulate(x, m[0], m[1]));                                      // (B, L, D)
        return addcmul(x, m[2], y, 1).MoveToOuterDisposeScope();
    }

    private static IEnumerable<(string, Linear)> Projections(string name, Attention attention) =>
    [
        ($"{name}.q_proj", attention.Query),
        ($"{name}.k_proj", attention.Key),
        ($"{name}.v_proj", attention.Value),
        ($"{name}.output_proj", attention.Output),
    ];
}

using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Dit;

/// <summary>What the noise level tells every block.</summary>
/// <param name="Silu">(B, 1, D): SiLU of the normed sinusoid, the input of each modulation.</param>
/// <param name="Shared">(B, 1, 3D): the part of shift, scale and gate that all blocks share.</param>
public sealed record TimeCondition(Tensor Silu, Tensor Shared);

/// <summary>Sinusoid of σ, its norm as the condition of each block, and a two-layer perceptron for the shared AdaLN term.</summary>
internal sealed class TimeEmbedding
{
    private const double Base = 10000;

    private readonly long width;
    private readonly Linear linear1, linear2;
    private readonly Tensor gain;

    public TimeEmbedding(WeightSource weights, long width)
    {
        this.width = width;
        linear1 = weights.Linear("t_embedder.1.linear_1", width, width);
        linear2 = weights.Linear("t_embedder.1.linear_2", width, 3 * width);
        gain = weights.TakeGain("t_embedding_norm.weight", width);
    }

    /// <param name="sigma">(B)</param>
    /// <param name="type">The type that the blocks compute in.</param>
    public TimeCondition Forward(Tensor sigma, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var s = Sinusoid(sigma, width).unsqueeze(1);                                   // (B, 1, D) float32
        var silu = functional.silu(Rms.Norm(s, gain)).to(type);                        // (B, 1, D)
        var shared = linear2.Forward(functional.silu(linear1.Forward(s.to(type))));    // (B, 1, 3D)
        return new TimeCondition(silu.MoveToOuterDisposeScope(), shared.MoveToOuterDisposeScope());
    }

    /// <summary>[cos | sin] of σ·10000^(−2i/D). Source: Vaswani et al., "Attention Is All You Need", section 3.5.</summary>
    internal static Tensor Sinusoid(Tensor sigma, long width)
    {
        using var scope = NewDisposeScope();
        var half = width / 2;
        var frequency = exp(arange(half, dtype: float64, device: sigma.device) * (-Math.Log(Base) / half)).to(float32); // (D/2)
        var angle = outer(sigma.to(float32), frequency);                               // (B, D/2)
        return cat([angle.cos(), angle.sin()], -1).MoveToOuterDisposeScope();          // (B, D)
    }
}

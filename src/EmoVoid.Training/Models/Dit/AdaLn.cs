using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Dit;

/// <summary>Adaptive layer norm with a low-rank modulation: W₂W₁·SiLU(condition), plus the term that all blocks share.</summary>
/// <remarks>Source: Peebles and Xie, "Scalable Diffusion Models with Transformers" (adaLN); the low-rank form is Cosmos-Predict2's.</remarks>
internal sealed class AdaLn
{
    private const double Epsilon = 1e-6;

    private readonly Linear down, up;
    private readonly int parts;
    private readonly long width;

    /// <param name="parts">3: shift, scale and gate. 2: shift and scale.</param>
    public AdaLn(WeightSource weights, AnimaDitSizes sizes, int parts)
    {
        (this.parts, width) = (parts, sizes.Width);
        down = weights.Linear("1", width, sizes.ModulationRank);
        up = weights.Linear("2", sizes.ModulationRank, parts * width);
    }

    /// <returns>Shift, scale (and gate), each (B, 1, D).</returns>
    public Tensor[] Modulation(TimeCondition at)
    {
        var own = up.Forward(down.Forward(at.Silu));                                   // (B, 1, parts·D)
        return (own + at.Shared.narrow(-1, 0, parts * width)).chunk(parts, -1);
    }

    /// <summary>LN(x)·(1 + scale) + shift.</summary>
    /// <param name="x">(B, L, D)</param>
    public static Tensor Modulate(Tensor x, Tensor shift, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var normed = functional.layer_norm(x, [x.shape[^1]], eps: Epsilon);
        return addcmul(shift, normed, 1 + scale, 1).MoveToOuterDisposeScope();
    }
}

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
    /// <param name="shift">(B, 1, D)</param>
    /// <param name="scale">(B, 1, D)</param>
    public static LayerInput Modulate(Tensor x, Tensor shift, Tensor scale) => new Modulated(x, shift, scale);

    private sealed class Modulated(Tensor x, Tensor shift, Tensor scale) : LayerInput(x, shift, scale)
    {
        internal override Tensor Compute(Tensor x, IReadOnlyList<Tensor> given)
        {
            using var scope = NewDisposeScope();
            var (shift, gain, width) = (given[0], 1 + given[1], x.shape[^1]);
            // The norm's own gain and bias do it in one pass where all rows have the same.
            var h = x.shape[0] == 1
                ? functional.layer_norm(x, [width], gain.view(width), shift.reshape(width), Epsilon)
                : addcmul(shift, functional.layer_norm(x, [width], eps: Epsilon), gain, 1);
            return h.MoveToOuterDisposeScope();
        }
    }
}

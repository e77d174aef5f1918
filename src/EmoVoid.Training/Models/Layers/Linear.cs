using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Layers;

/// <summary>y = xWᵀ + b with W and b frozen, plus a low-rank update when there is one.</summary>
public sealed class Linear(FrozenMatrix weight, Tensor? bias = null)
{
    public long Inputs => weight.Inputs;
    public long Outputs => weight.Outputs;

    /// <summary>The LoRA of this layer, or null.</summary>
    public LowRank? LowRank { get; set; }

    /// <param name="x">(…, inputs)</param>
    /// <returns>(…, outputs)</returns>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = FrozenProduct.Of(x, weight);                  // (…, outputs)
        if (bias is not null)
            y.add_(bias);
        LowRank?.AddTo(y, x);
        return y.MoveToOuterDisposeScope();
    }
}

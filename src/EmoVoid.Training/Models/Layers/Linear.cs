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
        var rows = x.reshape(-1, Inputs);                     // (n, inputs)
        var y = FrozenProduct.Of(rows, weight);               // (n, outputs)
        if (bias is not null)
            y.add_(bias);
        LowRank?.AddTo(y, rows);
        return y.reshape([.. x.shape[..^1], Outputs]).MoveToOuterDisposeScope();
    }
}

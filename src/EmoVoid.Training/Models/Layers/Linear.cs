using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Layers;

/// <summary>y = xWᵀ + b with W and b frozen, plus a low-rank update when there is one.</summary>
public sealed class Linear(Tensor weight, Tensor? bias = null)
{
    public long Inputs { get; } = weight.shape[1];
    public long Outputs { get; } = weight.shape[0];

    /// <summary>The LoRA of this layer, or null.</summary>
    public LowRank? LowRank { get; set; }

    /// <param name="x">(…, inputs)</param>
    /// <returns>(…, outputs)</returns>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = functional.linear(x, weight, bias);           // (…, outputs)
        LowRank?.AddTo(y, x);
        return y.MoveToOuterDisposeScope();
    }
}

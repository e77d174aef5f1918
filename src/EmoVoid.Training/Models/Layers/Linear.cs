using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Layers;

/// <summary>y = hWᵀ + b with W and b frozen, plus a low-rank update when there is one.</summary>
public sealed class Linear(FrozenMatrix weight, Tensor? bias = null)
{
    public long Inputs => weight.Inputs;
    public long Outputs => weight.Outputs;

    /// <summary>The LoRA of this layer, or null.</summary>
    public LowRank? LowRank { get; set; }

    internal FrozenMatrix Weight => weight;
    internal bool HasBias => bias is not null;

    /// <param name="input">h: (…, inputs)</param>
    /// <returns>(…, outputs)</returns>
    public Tensor Forward(LayerInput input) => Forward(input, this)[0];

    /// <summary>What several layers make of one input.</summary>
    /// <param name="input">h: (…, inputs)</param>
    /// <returns>One for each layer: (…, outputs)</returns>
    public static Tensor[] Forward(LayerInput input, params Linear[] layers)
    {
        if (AdaptedProducts.Pays(input, layers))
            return AdaptedProducts.Of(input, layers);
        using var scope = NewDisposeScope();
        var h = input.Compute();
        return [.. layers.Select(layer => layer.Product(h).MoveToOuterDisposeScope())];
    }

    /// <param name="h">(…, inputs)</param>
    internal Tensor Product(Tensor h)
    {
        using var scope = NewDisposeScope();
        var rows = h.reshape(-1, Inputs);                     // (n, inputs)
        var y = FrozenProduct.Of(rows, weight);               // (n, outputs)
        if (bias is not null)
            y.add_(bias);
        LowRank?.AddTo(y, rows);
        return y.reshape([.. h.shape[..^1], Outputs]).MoveToOuterDisposeScope();
    }
}

using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Vae;

/// <summary>What encoder and decoder share.</summary>
internal static class VaeMiddle
{
    /// <summary>Residual block, attention, residual block.</summary>
    public static IEnumerable<IVaeLayer> Layers(WeightSource weights, long channels) =>
    [
        new VaeResidual(weights.In("middle.0"), channels, channels),
        new VaeAttention(weights.In("middle.1"), channels),
        new VaeResidual(weights.In("middle.2"), channels, channels),
    ];

    /// <summary>Runs layers one after another; each input is freed as soon as the next layer has read it.</summary>
    public static Tensor Through(IEnumerable<IVaeLayer> layers, Tensor x)
    {
        foreach (var layer in layers)
        {
            using var scope = NewDisposeScope();
            using var before = x;
            x = layer.Forward(x).MoveToOuterDisposeScope();
        }

        return x;
    }
}

using EmoVoid.Training.Models.Layers;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Dit;

/// <summary>Modulated norm without a gate, then each token becomes the velocity of its patch.</summary>
internal sealed class FinalLayer(WeightSource weights, AnimaDitSizes sizes)
{
    private readonly AdaLn adaLn = new(weights.In("adaln_modulation"), sizes, parts: 2);
    private readonly Linear linear = weights.Linear("linear", sizes.Width, sizes.PatchArea * sizes.Channels);

    /// <param name="x">(B, L, D)</param>
    /// <returns>(B, L, p²·C)</returns>
    public Tensor Forward(Tensor x, TimeCondition at)
    {
        using var scope = NewDisposeScope();
        var m = adaLn.Modulation(at);                                                  // shift, scale: (B, 1, D)
        return linear.Forward(AdaLn.Modulate(x, m[0], m[1])).MoveToOuterDisposeScope();
    }
}

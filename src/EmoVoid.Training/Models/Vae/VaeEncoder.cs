using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>Convolution, levels of residual blocks with a halving between them, the middle, and the head that gives mean and log-variance.</summary>
internal sealed class VaeEncoder
{
    private const long Rgb = 3;

    private readonly Conv2D stem, head;
    private readonly IVaeLayer[] layers;
    private readonly ChannelNorm headNorm;

    public VaeEncoder(WeightSource weights, VaeSizes sizes)
    {
        stem = Conv2D.Causal(weights, "conv1", Rgb, sizes.Stem, kernel: 3);
        layers = [.. Levels(weights, sizes), .. VaeMiddle.Layers(weights, sizes.Deepest)];
        headNorm = new ChannelNorm(weights, "head.0", sizes.Deepest);
        head = Conv2D.Causal(weights, "head.2", sizes.Deepest, 2 * sizes.LatentChannels, kernel: 3);
    }

    /// <param name="x">(B, 3, H, W)</param>
    /// <returns>(B, 2C, H/8, W/8)</returns>
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = VaeMiddle.Through(layers, stem.Forward(x));
        return head.Forward(functional.silu(headNorm.Forward(h))).MoveToOuterDisposeScope();
    }

    private static IEnumerable<IVaeLayer> Levels(WeightSource weights, VaeSizes sizes)
    {
        var (place, channels) = (0, sizes.Stem);
        for (var level = 0; level < sizes.Levels.Count; level++)
        {
            if (level > 0)
                yield return new VaeDownsample(weights.In($"downsamples.{place++}"), channels);
            for (var block = 0; block < sizes.BlocksPerLevel; block++)
            {
                yield return new VaeResidual(weights.In($"downsamples.{place++}"), channels, sizes.Levels[level]);
                channels = sizes.Levels[level];
            }
        }
    }
}

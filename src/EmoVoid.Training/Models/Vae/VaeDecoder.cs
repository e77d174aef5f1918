using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Models.Vae;

/// <summary>The encoder backwards: convolution, the middle, levels of residual blocks with a doubling between them, and the head that gives RGB.</summary>
internal sealed class VaeDecoder
{
    private const long Rgb = 3;

    private readonly Conv2D stem, head;
    private readonly IVaeLayer[] layers;
    private readonly ChannelNorm headNorm;

    public VaeDecoder(WeightSource weights, VaeSizes sizes)
    {
        stem = Conv2D.Causal(weights, "conv1", sizes.LatentChannels, sizes.Deepest, kernel: 3);
        layers = [.. VaeMiddle.Layers(weights, sizes.Deepest), .. Levels(weights, sizes)];
        headNorm = new ChannelNorm(weights, "head.0", sizes.Levels[0]);
        head = Conv2D.Causal(weights, "head.2", sizes.Levels[0], Rgb, kernel: 3);
    }

    /// <param name="z">(B, C, h, w)</param>
    /// <returns>(B, 3, 8h, 8w)</returns>
    public Tensor Forward(Tensor z)
    {
        using var scope = NewDisposeScope();
        var h = VaeMiddle.Through(layers, stem.Forward(z));
        return head.Forward(functional.silu(headNorm.Forward(h))).MoveToOuterDisposeScope();
    }

    private static IEnumerable<IVaeLayer> Levels(WeightSource weights, VaeSizes sizes)
    {
        var (place, channels) = (0, sizes.Deepest);
        for (var level = sizes.Levels.Count - 1; level >= 0; level--)
        {
            for (var block = 0; block <= sizes.BlocksPerLevel; block++)
            {
                yield return new VaeResidual(weights.In($"upsamples.{place++}"), channels, sizes.Levels[level]);
                channels = sizes.Levels[level];
            }

            if (level == 0)
                yield break;
            yield return new VaeUpsample(weights.In($"upsamples.{place++}"), channels);
            channels /= 2;
        }
    }
}

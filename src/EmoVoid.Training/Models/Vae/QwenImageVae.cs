using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Vae;

/// <summary>The Qwen-Image VAE: pictures to normalised latents of an eighth of the size, and back.</summary>
/// <remarks>
/// Source: "Qwen-Image Technical Report"; the architecture is the video VAE of Wan 2.1. A picture is a video of one frame with two zero frames
/// before it, so a causal 3×3×3 kernel acts as its last temporal slice, the temporal resampling never acts, and all of it is 2-D.
/// </remarks>
public sealed class QwenImageVae : FrozenModel
{
    /// <summary>The tensor by which such a file, and the prefix of its names, is known.</summary>
    public const string Landmark = "encoder.conv1.weight";

    private readonly LatentStatistics statistics;
    private readonly VaeEncoder encoder;
    private readonly VaeDecoder decoder;
    private readonly Conv2D toPosterior, fromLatent;

    public QwenImageVae(WeightSource weights, VaeSizes sizes, LatentStatistics statistics)
    {
        (Sizes, this.statistics) = (sizes, statistics);
        encoder = new VaeEncoder(weights.In("encoder"), sizes);
        toPosterior = Conv2D.Causal(weights, "conv1", 2 * sizes.LatentChannels, 2 * sizes.LatentChannels, kernel: 1);
        fromLatent = Conv2D.Causal(weights, "conv2", sizes.LatentChannels, sizes.LatentChannels, kernel: 1);
        decoder = new VaeDecoder(weights.In("decoder"), sizes);
    }

    public VaeSizes Sizes { get; }

    /// <param name="statistics">Of the latents that the VAE was made for; default: those of the published VAE.</param>
    /// <exception cref="ModelFileException">The file is not a Qwen-Image VAE, lacks tensors, or has another number of latent channels than the statistics.</exception>
    public static QwenImageVae Load(string path, Placement placement, LatentStatistics? statistics = null)
    {
        using var file = ModelFile.Open(path, Landmark, ModelPart.Vae.What);
        var sizes = VaeSizes.Read(file.Shapes);
        var known = statistics ?? LatentStatistics.QwenImage;
        if (known.Mean.Count != sizes.LatentChannels || known.Std.Count != sizes.LatentChannels)
            throw new ModelFileException(path, $"its latents have {sizes.LatentChannels} channels, but means and deviations are known for {known.Mean.Count} and {known.Std.Count}");
        return file.Load(weights => new QwenImageVae(weights, sizes, known), placement);
    }

    /// <summary>The mode of the posterior, normalised: (z − mean) / std.</summary>
    /// <param name="pixels">(B, 3, H, W) RGB in −1..1; H and W are multiples of <see cref="VaeSizes.Shrink"/>.</param>
    /// <returns>(B, C, H/8, W/8) float32</returns>
    public Tensor Encode(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var posterior = toPosterior.Forward(encoder.Forward(pixels.to(Placement.Type)));   // (B, 2C, h, w): mean, then log-variance
        var z = posterior.narrow(1, 0, Sizes.LatentChannels).to(float32);                  // (B, C, h, w)
        return ((z - Channel(statistics.Mean, z)) / Channel(statistics.Std, z)).MoveToOuterDisposeScope();
    }

    /// <param name="latents">(B, C, h, w), normalised</param>
    /// <returns>(B, 3, 8h, 8w) float32 RGB in −1..1</returns>
    public Tensor Decode(Tensor latents)
    {
        using var scope = NewDisposeScope();
        return Paint(latents).clamp(-1, 1).MoveToOuterDisposeScope();
    }

    /// <summary><see cref="Decode"/> before what is too dark or too bright is cut off: where the loss of a VAE in training is measured.</summary>
    internal Tensor Paint(Tensor latents)
    {
        using var scope = NewDisposeScope();
        var z = latents * Channel(statistics.Std, latents) + Channel(statistics.Mean, latents); // (B, C, h, w)
        return decoder.Forward(fromLatent.Forward(z.to(Placement.Type))).to(float32).MoveToOuterDisposeScope();
    }

    /// <summary>(1, C, 1, 1) beside a picture.</summary>
    private static Tensor Channel(IReadOnlyList<double> values, Tensor beside) =>
        tensor(values.Select(value => (float)value).ToArray(), device: beside.device).reshape(1, -1, 1, 1);
}

namespace EmoVoid.Contracts.Models;

/// <summary>The sizes of a VAE, read from its own tensors.</summary>
/// <param name="Stem">Channels after the first convolution.</param>
/// <param name="Levels">Channels at each scale, finest first; each level halves the side of the one before.</param>
/// <param name="BlocksPerLevel">Residual blocks at each scale of the encoder; the decoder has one more.</param>
public sealed record VaeSizes(long Stem, IReadOnlyList<long> Levels, int BlocksPerLevel, long LatentChannels)
{
    public long Deepest => Levels[^1];

    /// <summary>How many pixels of a side make one latent: 8 with four levels.</summary>
    public int Shrink => 1 << (Levels.Count - 1);

    /// <exception cref="ModelFileException">A tensor that tells a size is missing or makes no sense.</exception>
    public static VaeSizes Read(ModelShapes shapes)
    {
        var perLevel = shapes.Count(i => $"encoder.downsamples.{i}.residual.2.weight");
        var levels = new List<long>();
        // Each level but the last ends in a resampling, so a level takes one place more than it has blocks.
        for (var first = 0; shapes.All.ContainsKey(Residual(first)); first += perLevel + 1)
            levels.Add(shapes.Of(Residual(first), 5)[0]);
        if (levels.Count == 0)
            throw new ModelFileException(shapes.Source, $"it has no tensor '{Residual(0)}', which tells the model's sizes");
        return new VaeSizes(
            Stem: shapes.Of("encoder.conv1.weight", 5)[0],
            Levels: levels,
            BlocksPerLevel: perLevel,
            LatentChannels: shapes.Of("conv2.weight", 5)[0]);
    }

    private static string Residual(int place) => $"encoder.downsamples.{place}.residual.2.weight";
}

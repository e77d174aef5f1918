using EmoVoid.Contracts.Models;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>A DiT of Anima's proportions in another size: only width and depth differ.</summary>
/// <param name="Width">D, a multiple of <see cref="HeadDim"/>.</param>
internal sealed record ModelShape(long Width, int Blocks)
{
    private const long HeadDim = 64;
    private const string Prefix = "net";

    public static ModelShape Nano { get; } = new(AnimaNano.Dit.Width, AnimaNano.Dit.Blocks);

    public static ModelShape Anima { get; } = new(2048, 28);

    /// <summary>D_c, half of the width.</summary>
    public long Context => Width / 2;

    public override string ToString() => $"{Width} wide, {Blocks} blocks";

    /// <summary>With weights as they are before a training. Its tensors belong to the scope of the caller.</summary>
    public AnimaDit Random(long seed)
    {
        manual_seed(seed);
        var sizes = AnimaDitSizes.Read(AnimaNano.ShapesOf(Tensors.All, Prefix));
        return new AnimaDit(new RandomWeights(Tensors.All, Prefix), sizes);
    }

    private DitTensors Tensors => new(Width, HeadDim, Blocks, Width / 8, AnimaNano.Dit.Channels, Context, HeadDim / 2, AdapterBlocks: 1, Source: HeadDim, Vocabulary: HeadDim);
}

namespace EmoVoid.Benchmarks.Optimizers;

/// <summary>The tensors of a rank 4 LoRA for the full-size Anima: 28 blocks × 10 linear layers × (down, up) = 560 tensors, 5.73 M numbers.</summary>
internal static class AnimaLoraShapes
{
    private const int Blocks = 28;
    private const int Rank = 4;

    private static readonly (int In, int Out)[] Layers =
    [
        (2048, 2048), (2048, 2048), (2048, 2048), (2048, 2048), // self-attention q, k, v, output
        (2048, 2048), (1024, 2048), (1024, 2048), (2048, 2048), // cross-attention: keys and values come from the 1024 wide text
        (2048, 8192), (8192, 2048),                             // MLP
    ];

    /// <summary>Down (rank × in) and up (out × rank) of each layer, in the order of the file.</summary>
    public static IReadOnlyList<(long Rows, long Columns)> All { get; } =
        [.. Enumerable.Range(0, Blocks).SelectMany(_ => Layers).SelectMany(layer => new (long, long)[] { (Rank, layer.In), (layer.Out, Rank) })];

    public static long Count { get; } = All.Sum(shape => shape.Rows * shape.Columns);
}

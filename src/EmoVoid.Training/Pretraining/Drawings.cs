using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>Drawings as tensors.</summary>
internal static class Drawings
{
    /// <returns>(B, 3, H, W) float32 RGB in −1..1, of combinations that are trained on.</returns>
    public static Tensor Trained(long seed, IReadOnlyList<int> indices) => Of(indices, index => CreatureWorld.Trained(seed, index), seed);

    /// <returns>(B, 3, H, W) float32 RGB in −1..1, of combinations that never are.</returns>
    public static Tensor HeldOut(long seed, IReadOnlyList<int> indices) => Of(indices, index => CreatureWorld.HeldOut(seed, index), seed);

    private static Tensor Of(IReadOnlyList<int> indices, Func<int, Creature> creature, long seed)
    {
        const int side = CreatureWorld.Side;
        var pixels = new byte[indices.Count * side * side * 3];
        Parallel.For(0, indices.Count, i =>
            CreaturePainter.Paint(creature(indices[i]), seed, indices[i]).Pixels.CopyTo(pixels.AsSpan(i * side * side * 3)));
        using var scope = NewDisposeScope();
        var rgb = tensor(pixels).reshape(indices.Count, side, side, 3);                // (B, H, W, 3) 0..255
        return (rgb.permute(0, 3, 1, 2).to(float32) / 127.5 - 1).contiguous().MoveToOuterDisposeScope();
    }
}

using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>
/// How much the error of each cell counts. A head is a fifth of the picture, and a face a few cells, but it is what tells species and expression
/// apart: by area alone the base would learn sceneries first and faces last.
/// </summary>
internal static class HeadWeights
{
    /// <summary>Of the head's box, in pixels: to either side of its middle, and above and below it. A frog's eyes stand high.</summary>
    private const float HalfWidth = 34, Above = 28, Below = 24;

    /// <param name="side">Cells from edge to edge.</param>
    /// <param name="weight">Of a cell at the head, where the others have 1.</param>
    /// <returns>(B, 1, h, w) float32, 1 on average over each picture</returns>
    public static Tensor Of(IReadOnlyList<Pose> poses, long side, double weight)
    {
        using var scope = NewDisposeScope();
        var atHead = stack([.. poses.Select(pose => Head(pose, side))]).unsqueeze(1);  // (B, 1, h, w) 0 or 1
        var weights = 1 + (weight - 1) * atHead;
        return (weights / weights.mean([2, 3], keepdim: true)).MoveToOuterDisposeScope();
    }

    /// <returns>(h, w): 1 where the middle of a cell lies in the box.</returns>
    private static Tensor Head(Pose pose, long side)
    {
        var middles = (arange(side, dtype: float32) + 0.5) * ((double)CreatureWorld.Side / side); // (h) pixels
        var across = (middles - CreatureWorld.Side / 2.0).abs() <= HalfWidth;          // (w)
        var y = middles - Stance.Of(pose).HeadY;                                       // (h)
        var along = (y >= -Above).logical_and(y <= Below);
        return along.unsqueeze(1).logical_and(across).to(float32);
    }
}

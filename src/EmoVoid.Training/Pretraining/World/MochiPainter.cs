using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Draws Mochi in the base's own sceneries and styles.</summary>
public static class MochiPainter
{
    private const float Shading = 0.05f;

    /// <param name="seed">With <paramref name="index"/>: which of the scene's pictures.</param>
    /// <param name="side">Width and height in pixels; everything grows with it.</param>
    public static RgbImage Paint(MochiScene scene, long seed, int index, int side)
    {
        var draw = new Draw(seed, Purpose.MochiJitter, 0, index);
        return Scene.Paint(scene.Background, scene.Style, draw, side, brush => new MochiFigure(brush, scene.Pose, draw.Around(3, Shading)).Paint(scene.Expression));
    }
}

using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Data.Randomness;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Draws one creature in its scenery, <see cref="CreatureWorld.Side"/> pixels wide and high.</summary>
/// <remarks>
/// Everything is large and simple, since the VAE keeps one cell for 8 × 8 pixels. Two pictures of the same creature differ a little in
/// place, size, shade and scenery.
/// </remarks>
public static class CreaturePainter
{
    private const float Shading = 0.05f;

    /// <param name="seed">With <paramref name="index"/>: which of the creature's pictures.</param>
    public static RgbImage Paint(Creature c, long seed, int index)
    {
        var draw = new Draw(seed, Purpose.WorldJitter, 0, index);
        return Scene.Paint(c.Background, c.Style, draw, CreatureWorld.Side, brush => Figure.Paint(brush, c, Coat.Of(c.Colour, draw.Around(3, Shading))));
    }
}

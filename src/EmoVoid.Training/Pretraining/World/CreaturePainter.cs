using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Data.Randomness;
using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Draws one creature in its scenery, <see cref="CreatureWorld.Side"/> pixels wide and high.</summary>
/// <remarks>
/// Everything is large and simple, since the VAE keeps one cell for 8 × 8 pixels. Two pictures of the same creature differ a little in
/// place, size, shade and scenery. May be called from many threads. The pixels are those of Skia's software renderer, which needs no
/// display and no fonts.
/// </remarks>
public static class CreaturePainter
{
    private const float Shift = 4, Growth = 0.05f, Shading = 0.05f;

    /// <param name="seed">With <paramref name="index"/>: which of the creature's pictures.</param>
    public static RgbImage Paint(Creature c, long seed, int index)
    {
        var info = new SKImageInfo(CreatureWorld.Side, CreatureWorld.Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var bitmap = new SKBitmap(info);
        using var canvas = new SKCanvas(bitmap);
        using var brush = new Brush(canvas, c.Style);
        var draw = new Draw(seed, Purpose.WorldJitter, 0, index);

        Scenery.Paint(brush, c.Background, draw);
        Place(canvas, draw);
        Figure.Paint(brush, c, Coat.Of(c.Colour, draw.Around(3, Shading)));
        canvas.Flush();
        return new RgbImage(new ImageSize(CreatureWorld.Side, CreatureWorld.Side), Rgb(bitmap));
    }

    /// <summary>From here on x = 0 is the creature's middle, and it grows from the ground upwards.</summary>
    private static void Place(SKCanvas canvas, Draw draw)
    {
        var scale = 1 + draw.Around(2, Growth);
        canvas.Translate(CreatureWorld.Side / 2f + draw.Around(0, Shift), Stance.GroundY + draw.Around(1, Shift / 2));
        canvas.Scale(scale);
        canvas.Translate(0, -Stance.GroundY);
    }

    private static byte[] Rgb(SKBitmap bitmap)
    {
        var rgba = bitmap.GetPixelSpan();
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
            rgba.Slice(from, 3).CopyTo(rgb.AsSpan(to));
        return rgb;
    }
}

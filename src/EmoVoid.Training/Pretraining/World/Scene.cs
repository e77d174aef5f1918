using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Data.Randomness;
using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>A picture of somebody in a scenery. Its measures are those of <see cref="CreatureWorld.Side"/>, whatever its size in pixels.</summary>
/// <remarks>May be painted from many threads. The pixels are those of Skia's software renderer, which needs no display and no fonts.</remarks>
internal static class Scene
{
    private const float Shift = 4, Growth = 0.05f;

    /// <param name="draw">Its numbers 0 to 2 move the figure, those from 16 on the scenery.</param>
    /// <param name="side">Width and height in pixels.</param>
    /// <param name="figure">Paints with x = 0 in the figure's middle, and <see cref="Stance.GroundY"/> below its feet.</param>
    public static RgbImage Paint(Background background, PictureStyle style, Draw draw, int side, Action<Brush> figure)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var brush = new Brush(canvas, style);
        canvas.Scale(side / (float)CreatureWorld.Side);
        Scenery.Paint(brush, background, draw);
        Place(canvas, draw);
        figure(brush);
        canvas.Flush();
        return new RgbImage(new ImageSize(side, side), Rgb(bitmap));
    }

    /// <summary>From here on x = 0 is the figure's middle, and it grows from the ground upwards.</summary>
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

using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Turns a picture of the world into one of another style. Measures are in pixels of <see cref="CreatureWorld.Side"/>.</summary>
internal static class PictureFilters
{
    private static readonly SKColor Ink = SKColor.Parse("#142B52"), Paper = SKColor.Parse("#FFE9B0"), Sun = SKColor.Parse("#FF9B2E");

    /// <summary>Tiles of one colour each, with dark joints.</summary>
    public static RgbImage Mosaic(RgbImage picture)
    {
        var tile = Scaled(picture, 8);
        return Each(picture, (x, y) => x % tile == 0 || y % tile == 0 ? SKColors.Black : Mean(picture, x - x % tile, y - y % tile, tile));
    }

    /// <summary>Dark blue on cream.</summary>
    public static RgbImage TwoTone(RgbImage picture) => Each(picture, (x, y) => Ink.Mixed(Paper, Math.Clamp((Light(At(picture, x, y)) - 0.25f) * 2f, 0, 1)));

    /// <summary>Slanted bands, every second one with its colours turned to their opposites.</summary>
    public static RgbImage Bands(RgbImage picture)
    {
        var band = Scaled(picture, 16);
        return Each(picture, (x, y) => (x + y) / band % 2 == 0 ? At(picture, x, y) : At(picture, x, y).Mixed(Opposite(At(picture, x, y)), 0.8f));
    }

    /// <summary>As the base draws, in a little evening light: hardly a style at all.</summary>
    public static RgbImage Warm(RgbImage picture) => Each(picture, (x, y) => At(picture, x, y).Mixed(Sun, 0.16f));

    private static int Scaled(RgbImage picture, int pixels) => pixels * picture.Size.Width / CreatureWorld.Side;

    private static SKColor At(RgbImage picture, int x, int y)
    {
        var i = (y * picture.Size.Width + x) * 3;
        return new SKColor(picture.Pixels[i], picture.Pixels[i + 1], picture.Pixels[i + 2]);
    }

    private static float Light(SKColor c) => (0.299f * c.Red + 0.587f * c.Green + 0.114f * c.Blue) / 255;

    private static SKColor Opposite(SKColor c) => new((byte)(255 - c.Red), (byte)(255 - c.Green), (byte)(255 - c.Blue));

    private static SKColor Mean(RgbImage picture, int left, int top, int side)
    {
        var (r, g, b) = (0, 0, 0);
        for (var i = 0; i < side * side; i++)
        {
            var c = At(picture, left + i % side, top + i / side);
            (r, g, b) = (r + c.Red, g + c.Green, b + c.Blue);
        }

        return new SKColor((byte)(r / (side * side)), (byte)(g / (side * side)), (byte)(b / (side * side)));
    }

    private static RgbImage Each(RgbImage picture, Func<int, int, SKColor> colour)
    {
        var (width, pixels) = (picture.Size.Width, new byte[picture.Pixels.Length]);
        for (var i = 0; i < pixels.Length / 3; i++)
        {
            var c = colour(i % width, i / width);
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = (c.Red, c.Green, c.Blue);
        }

        return new RgbImage(picture.Size, pixels);
    }
}

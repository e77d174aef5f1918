using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Eyes and mouth: what tells the expressions apart.</summary>
internal static class Face
{
    private static readonly SKColor Throat = new(0x8E, 0x1B, 0x34), Tongue = new(0xFF, 0x7B, 0x8C), Tear = new(0x7F, 0xDB, 0xFF);
    private static readonly float[] Sides = [-1, 1];

    public static void Paint(Brush brush, Expression expression, FacePlace place)
    {
        Mouth(brush, expression, place);
        foreach (var side in Sides)
            Eye(brush, expression, side, side * place.EyeX, place.EyeY);
    }

    private static void Mouth(Brush brush, Expression expression, FacePlace place)
    {
        var (y, w) = (place.MouthY, place.MouthWidth);
        switch (expression)
        {
            case Expression.Happy:
                using (var mouth = Paths.Curve(-10 * w, y - 1, 0, y + 20, 10 * w, y - 1))
                {
                    mouth.Close();
                    brush.Patch(mouth, Throat);
                    brush.Spot(0, y + 5.5f, 5 * w, 3, Tongue);
                }

                break;
            case Expression.Sad:
                using (var mouth = Paths.Curve(-9 * w, y + 8, 0, y - 7, 9 * w, y + 8))
                    brush.Line(mouth, Brush.Dark, 3.4f);
                break;
            default:
                brush.Spot(0, y + 4.5f, 5.5f * w, 6.5f, Throat);
                break;
        }
    }

    private static void Eye(Brush brush, Expression expression, float side, float x, float y)
    {
        switch (expression)
        {
            case Expression.Happy:
                brush.Spot(x, y, 5.5f, 7, Brush.Dark);
                brush.Spot(x - 1.7f, y - 2.6f, 2.2f, 2.2f, SKColors.White);
                break;
            case Expression.Sad:
                brush.Spot(x, y + 1, 5, 5.5f, Brush.Dark);
                using (var brow = Paths.Polygon(x + side * 7, y - 6, x - side * 6, y - 12))
                    brush.Line(brow, Brush.Dark, 3);
                Drop(brush, x + side * 4, y + 12);
                break;
            default:
                brush.Spot(x, y, 9.5f, 9.5f, Brush.Dark);
                brush.Spot(x, y, 7.8f, 7.8f, SKColors.White);
                brush.Spot(x, y, 3.6f, 3.6f, Brush.Dark);
                break;
        }
    }

    private static void Drop(Brush brush, float x, float y)
    {
        using var drop = new SKPath();
        drop.MoveTo(x, y - 8);
        drop.CubicTo(x + 2, y - 4, x + 5, y - 1, x + 4, y + 2);
        drop.CubicTo(x + 3, y + 6, x - 3, y + 6, x - 4, y + 2);
        drop.CubicTo(x - 5, y - 1, x - 2, y - 4, x, y - 8);
        drop.Close();
        brush.Line(drop, SKColors.White, 2);
        brush.Patch(drop, Tear);
    }
}

/// <summary>Where the parts of a face are; the eyes are the same distance left and right of the middle.</summary>
/// <param name="MouthWidth">1 is that of most.</param>
internal readonly record struct FacePlace(float EyeX, float EyeY, float MouthY, float MouthWidth = 1);

using EmoVoid.Training.Pretraining.World;
using SkiaSharp;

namespace EmoVoid.Benchmarks.RightAdvice.Subjects;

/// <summary>Draws what a character has on its belly, about (0, y).</summary>
internal sealed class MarkPainter(Brush brush, SKColor colour)
{
    public void Paint(Mark mark, float y)
    {
        switch (mark)
        {
            case Mark.Stripes:
                foreach (var x in (ReadOnlySpan<float>)[-14, 0, 14])
                    brush.Facet(colour, x - 3.5f, y - 9, x + 3.5f, y - 9, x + 3.5f, y + 11, x - 3.5f, y + 11);
                break;
            case Mark.Dots:
                foreach (var (x, dy) in (ReadOnlySpan<(float, float)>)[(-15, 0), (0, 7), (15, 0), (0, -6)])
                    brush.Spot(x, y + dy, 5, 5, colour);
                break;
            case Mark.Zigzag:
                using (var zigzag = new SKPath())
                {
                    zigzag.AddPoly([new(-22, y + 5), new(-11, y - 6), new(0, y + 5), new(11, y - 6), new(22, y + 5)], close: false);
                    brush.Line(zigzag, colour, 6);
                }

                break;
            case Mark.Heart:
                using (var heart = new SKPath())
                {
                    heart.MoveTo(0, y + 13);
                    heart.CubicTo(-26, y - 4, -12, y - 16, 0, y - 5);
                    heart.CubicTo(12, y - 16, 26, y - 4, 0, y + 13);
                    brush.Patch(heart, colour);
                }

                break;
            case Mark.Ring:
                using (var ring = Paths.Ellipse(0, y, 10, 10))
                    brush.Line(ring, colour, 5);
                break;
            case Mark.Cross:
                brush.Facet(colour, -4, y - 12, 4, y - 12, 4, y + 12, -4, y + 12);
                brush.Facet(colour, -12, y - 4, 12, y - 4, 12, y + 4, -12, y + 4);
                break;
            default:
                using (var star = Paths.Polygon(StarPoints(y, 13)))
                    brush.Patch(star, colour);
                break;
        }
    }

    private static float[] StarPoints(float y, float radius) =>
        [.. Enumerable.Range(0, 8).SelectMany(i =>
        {
            var (sin, cos) = MathF.SinCos(i * MathF.PI / 4);
            var r = i % 2 == 0 ? radius : radius * 0.4f;
            return new[] { r * sin, y - r * cos };
        })];
}

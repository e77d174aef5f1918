using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>A line through few points, each with a mark of its own: what was measured, beside what was recorded at every step.</summary>
/// <param name="Square">Else the marks are round.</param>
internal readonly record struct MarkLook(SKColor Colour, bool Square)
{
    private const float Radius = 4.5f, Rim = 1.5f;

    /// <param name="paper">Around the marks, so that they are told from the lines behind them.</param>
    public void Draw(SKCanvas canvas, IReadOnlyList<SKPoint> points, SKColor paper)
    {
        using var rim = new SKPaint { Color = paper, IsAntialias = true };
        using var line = new SKPaint { Color = Colour, StrokeWidth = 2, IsStroke = true, IsAntialias = true };
        using var fill = new SKPaint { Color = Colour, IsAntialias = true };
        for (var i = 1; i < points.Count; i++)
            canvas.DrawLine(points[i - 1], points[i], line);
        foreach (var point in points)
        {
            Mark(canvas, point, Radius + Rim, rim);
            Mark(canvas, point, Radius, fill);
        }
    }

    /// <summary>A line with one mark in its middle.</summary>
    public void DrawSample(SKCanvas canvas, SKPoint start, float width, SKColor paper)
    {
        using var line = new SKPaint { Color = Colour, StrokeWidth = 2, IsStroke = true, IsAntialias = true };
        canvas.DrawLine(start, start + new SKPoint(width, 0), line);
        Draw(canvas, [start + new SKPoint(width / 2, 0)], paper);
    }

    private void Mark(SKCanvas canvas, SKPoint centre, float radius, SKPaint paint)
    {
        if (Square)
            canvas.DrawRect(centre.X - radius, centre.Y - radius, 2 * radius, 2 * radius, paint);
        else
            canvas.DrawCircle(centre, radius, paint);
    }
}

using SkiaSharp;

namespace EmoVoid.Training.Pretraining.World;

/// <summary>Puts shapes on a canvas in one of the styles: who draws names the true colour and does not know the style.</summary>
internal sealed class Brush : IDisposable
{
    public static readonly SKColor Dark = new(0x24, 0x18, 0x2C);

    private const float OutlineWidth = 3;
    private const float Paleness = 0.37f, PalenessOfDark = 0.18f;

    private readonly SKCanvas canvas;
    private readonly PictureStyle style;
    private readonly SKPaint fill = new() { IsAntialias = true };
    private readonly SKPaint stroke = new()
    {
        IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round,
    };

    public Brush(SKCanvas canvas, PictureStyle style) => (this.canvas, this.style) = (canvas, style);

    /// <summary>A body of its own: outlined when the style has outlines.</summary>
    public void Shape(SKPath path, SKColor colour)
    {
        Patch(path, colour);
        if (style == PictureStyle.Ink)
            Stroke(path, Dark, OutlineWidth);
    }

    /// <summary>A colour upon a body, never outlined.</summary>
    public void Patch(SKPath path, SKColor colour)
    {
        fill.Color = Styled(colour);
        using var gradient = style == PictureStyle.Pastel ? Glow(path.Bounds, fill.Color) : null;
        fill.Shader = gradient;
        canvas.DrawPath(path, fill);
        fill.Shader = null;
    }

    public void Line(SKPath path, SKColor colour, float width) => Stroke(path, Styled(colour), width);

    /// <summary>An arm, a leg or a tail: a thick round line, which is a body of its own.</summary>
    public void Limb(SKPath path, SKColor colour, float width)
    {
        if (style == PictureStyle.Ink)
            Stroke(path, Dark, width + OutlineWidth);
        Stroke(path, Styled(colour), style == PictureStyle.Ink ? width - OutlineWidth : width);
    }

    public void Ellipse(float x, float y, float rx, float ry, SKColor colour)
    {
        using var path = Paths.Ellipse(x, y, rx, ry);
        Shape(path, colour);
    }

    public void Spot(float x, float y, float rx, float ry, SKColor colour)
    {
        using var path = Paths.Ellipse(x, y, rx, ry);
        Patch(path, colour);
    }

    /// <summary>A body with straight sides through points x, y, x, y, …</summary>
    public void Polygon(SKColor colour, params ReadOnlySpan<float> points)
    {
        using var path = Paths.Polygon(points);
        Shape(path, colour);
    }

    /// <inheritdoc cref="Polygon"/>
    public void Facet(SKColor colour, params ReadOnlySpan<float> points)
    {
        using var path = Paths.Polygon(points);
        Patch(path, colour);
    }

    public void Dispose()
    {
        fill.Dispose();
        stroke.Dispose();
    }

    private void Stroke(SKPath path, SKColor colour, float width)
    {
        (stroke.Color, stroke.StrokeWidth) = (colour, width);
        canvas.DrawPath(path, stroke);
    }

    private SKColor Styled(SKColor c)
    {
        if (style != PictureStyle.Pastel)
            return c;
        var isDark = Math.Max(c.Red, Math.Max(c.Green, c.Blue)) < 96;
        return c.Mixed(SKColors.White, isDark ? PalenessOfDark : Paleness);
    }

    private static SKShader Glow(SKRect bounds, SKColor colour) => SKShader.CreateLinearGradient(
        new SKPoint(bounds.MidX, bounds.Top), new SKPoint(bounds.MidX, bounds.Bottom),
        [colour.Mixed(SKColors.White, 0.22f), colour], SKShaderTileMode.Clamp);
}

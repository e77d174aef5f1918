using ScottPlot;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Two rows under the losses: when the light was on, and when a checkpoint was saved; the nearest save to the densest light is what one looks for.</summary>
internal static class StepStrip
{
    public const float Height = 2 * Row;

    private const float Row = 20, TextSize = 13;

    /// <summary>A mark narrower than this would not be seen; pixels.</summary>
    private const float Narrowest = 1.5f;

    /// <summary>How high a mark of the light is when next to no step of its pixels was lit; of the row's height.</summary>
    private const float Lowest = 0.3f;

    /// <summary>The light: as high as the share of the steps that were lit.</summary>
    public static void DrawLight(SKCanvas canvas, SKRect strip, StepScale steps, IReadOnlyList<LitSpan> light, SKColor colour)
    {
        using var marks = new SKPath();
        foreach (var span in light)
        {
            var (left, right) = Edges(steps, span);
            var height = (Row - 4) * (Lowest + (1 - Lowest) * (float)span.Share);
            marks.AddRect(new SKRect(left, strip.Top + Row - 2 - height, right, strip.Top + Row - 2));
        }

        Fill(canvas, marks, colour);
    }

    /// <summary>Behind the losses: where the light was on without a break.</summary>
    public static void DrawBands(SKCanvas canvas, SKRect losses, StepScale steps, IReadOnlyList<LitSpan> light, SKColor colour)
    {
        using var bands = new SKPath();
        foreach (var span in light.Where(span => span.Share == 1))
        {
            var (left, right) = Edges(steps, span);
            bands.AddRect(new SKRect(left, losses.Top, right, losses.Bottom));
        }

        Fill(canvas, bands, colour);
    }

    /// <summary>A stroke for each save; of several in one pixel, one.</summary>
    public static void DrawSaves(SKCanvas canvas, SKRect strip, StepScale steps, IEnumerable<int> saves, SKColor colour)
    {
        using var marks = new SKPath();
        foreach (var x in saves.Select(step => MathF.Round(steps.At(step))).Distinct())
            marks.AddRect(new SKRect(x - 1, strip.Top + Row + 3, x + 1, strip.Top + 2 * Row - 3));
        Fill(canvas, marks, colour);
    }

    /// <summary>Diamonds for the saves that the recommendation names first.</summary>
    public static void DrawCandidates(SKCanvas canvas, SKRect strip, StepScale steps, IEnumerable<int> candidates, bool filled, PlotColours colours)
    {
        foreach (var step in candidates)
            Diamond(canvas, new SKPoint(steps.At(step), strip.Top + 1.5f * Row), filled, colours);
    }

    /// <summary>The rows' names, left of them.</summary>
    public static void Name(SKCanvas canvas, SKRect strip, PictureText text, SKColor colour)
    {
        text.Write(canvas, "light", TextSize, colour, new SKPoint(strip.Left - 8, strip.Top + 0.5f * Row), Alignment.MiddleRight);
        text.Write(canvas, "saves", TextSize, colour, new SKPoint(strip.Left - 8, strip.Top + 1.5f * Row), Alignment.MiddleRight);
    }

    /// <summary>Filled: the recommended one. The paper shows through the others.</summary>
    public static void Diamond(SKCanvas canvas, SKPoint centre, bool filled, PlotColours colours)
    {
        var radius = filled ? 8 : 6;
        using var diamond = new SKPath();
        diamond.AddPoly([centre + new SKPoint(0, -radius), centre + new SKPoint(radius, 0), centre + new SKPoint(0, radius), centre + new SKPoint(-radius, 0)]);
        Fill(canvas, diamond, filled ? colours.Recommended : colours.Paper);
        using var outline = new SKPaint { Color = filled ? colours.Paper : colours.Recommended, IsStroke = true, StrokeWidth = filled ? 1.5f : 2, IsAntialias = true };
        canvas.DrawPath(diamond, outline);
    }

    // A step reaches half a step to both sides, so that neighbours touch.
    private static (float Left, float Right) Edges(StepScale steps, LitSpan span)
    {
        var (left, right) = (steps.At(span.First - 0.5), steps.At(span.Last + 0.5));
        var missing = Math.Max(0, Narrowest - (right - left)) / 2;
        return (left - missing, right + missing);
    }

    private static void Fill(SKCanvas canvas, SKPath path, SKColor colour)
    {
        if (path.IsEmpty)
            return;
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawPath(path, paint);
    }
}

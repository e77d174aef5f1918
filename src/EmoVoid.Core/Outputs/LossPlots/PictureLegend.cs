using ScottPlot;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>What the lines, marks and diamonds are: samples with their names, in as many rows as it takes.</summary>
internal sealed class PictureLegend
{
    private const float TextSize = 13, RowHeight = 22, SampleWidth = 26, BeforeText = 7, BetweenItems = 22, Narrowest = 2;

    private readonly PictureText text;
    private readonly PlotColours colours;
    private readonly List<(Item Item, float X, int Row)> places = [];

    /// <param name="width">What there is for a row.</param>
    public PictureLegend(IEnumerable<Item> items, float width, PictureText text, PlotColours colours)
    {
        (this.text, this.colours) = (text, colours);
        var (x, row) = (0f, 0);
        foreach (var item in items)
        {
            var needed = SampleWidth + BeforeText + text.WidthOf(item.Name, TextSize);
            if (x > 0 && x + needed > width)
                (x, row) = (0, row + 1);
            places.Add((item, x, row));
            x += needed + BetweenItems;
        }
    }

    public float Height => RowHeight * (places[^1].Row + 1);

    public void Draw(SKCanvas canvas, SKPoint corner)
    {
        foreach (var (item, x, row) in places)
        {
            var start = corner + new SKPoint(x, (row + 0.5f) * RowHeight);
            if (item.Marks is { } marks)
                marks.DrawSample(canvas, start, SampleWidth, colours.Paper);
            else if (item.Line is { } line)
                Sample(canvas, start, line);
            else
                StepStrip.Diamond(canvas, start + new SKPoint(SampleWidth / 2, 0), item.Filled, colours);
            text.Write(canvas, item.Name, TextSize, colours.Text, start + new SKPoint(SampleWidth + BeforeText, 0), Alignment.MiddleLeft);
        }
    }

    private static void Sample(SKCanvas canvas, SKPoint start, LineLook look)
    {
        using var dashes = look.Dashed ? SKPathEffect.CreateDash([8, 5], 0) : null;
        using var paint = new SKPaint { Color = look.Colour, StrokeWidth = Math.Max(Narrowest, look.Width), IsStroke = true, IsAntialias = true, PathEffect = dashes };
        canvas.DrawLine(start, start + new SKPoint(SampleWidth, 0), paint);
    }

    /// <param name="Line">Null for a diamond, and for marks.</param>
    /// <param name="Filled">Of a diamond.</param>
    /// <param name="Marks">Of a line with marks.</param>
    public readonly record struct Item(string Name, LineLook? Line, bool Filled = false, MarkLook? Marks = null);
}

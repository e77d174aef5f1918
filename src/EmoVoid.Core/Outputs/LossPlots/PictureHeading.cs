using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>The run's name, how far it is, what to choose, and what is missing.</summary>
internal sealed class PictureHeading
{
    private const float TitleSize = 22, TitleHeight = 32, ProgressSize = 14, CaptionSize = 15, CaptionHeight = 21, GapSize = 13, GapHeight = 20, Below = 6;

    private const int CaptionLines = 2;

    private readonly PictureText text;
    private readonly string title, progress;
    private readonly IReadOnlyList<string> caption, gap;

    public PictureHeading(LossCurve curve, float width, PictureText text)
    {
        this.text = text;
        progress = Caption.Progress(curve);
        title = text.Cut(curve.Name, TitleSize, width - text.WidthOf(progress, ProgressSize) - TitleSize);
        caption = text.Fit(Caption.Shortenings(Caption.Choice(curve)), CaptionSize, width, CaptionLines);
        gap = Caption.Gap(curve) is { } words ? text.Fit([words], GapSize, width, 2) : [];
    }

    public float Height => TitleHeight + CaptionHeight * caption.Count + GapHeight * gap.Count + Below;

    public void Draw(SKCanvas canvas, SKPoint corner, PlotColours colours)
    {
        text.Write(canvas, title, TitleSize, colours.Ink, corner);
        // On the line of the title's letters.
        text.Write(canvas, progress, ProgressSize, colours.Text, corner + new SKPoint(text.WidthOf(title, TitleSize) + TitleSize / 2, TitleSize - ProgressSize));
        var place = corner + new SKPoint(0, TitleHeight);
        foreach (var line in caption)
        {
            text.Write(canvas, line, CaptionSize, colours.Ink, place);
            place.Y += CaptionHeight;
        }

        foreach (var line in gap)
        {
            text.Write(canvas, line, GapSize, colours.Text, place);
            place.Y += GapHeight;
        }
    }
}

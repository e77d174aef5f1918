using ScottPlot;
using ScottPlot.Panels;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>A title and a sentence under it, from the left edge of the plot.</summary>
internal sealed class Heading : PanelBase
{
    private const float TitleSize = 26, LineSize = 15, LineHeight = 22;

    /// <summary>Above the title, between the two, and below the last line, where the recommended step is named.</summary>
    private const float Above = 16, Between = 12, Below = 44;

    /// <summary>What has room beside each other, in letters of <see cref="LineSize"/>.</summary>
    private const int LineLength = 125;

    private readonly string title;
    private readonly List<string> lines = [];

    public Heading(string title, string sentence)
    {
        (this.title, Edge) = (title, Edge.Top);
        foreach (var word in sentence.Split(' '))
            if (lines is [.., var last] && last.Length + 1 + word.Length <= LineLength)
                lines[^1] = last + ' ' + word;
            else
                lines.Add(word);
    }

    public override float Measure(Paint paint) => Above + TitleSize + Between + LineHeight * lines.Count + Below;

    public override void Render(RenderPack rp, float size, float offset)
    {
        var place = GetPanelRect(rp.DataRect, size, offset, rp.Paint).TopLeft.WithOffset(0, Above);
        Write(rp, title, TitleSize, PlotColours.Ink, place);
        place = place.WithOffset(0, TitleSize + Between);
        foreach (var line in lines)
        {
            Write(rp, line, LineSize, PlotColours.Text, place);
            place = place.WithOffset(0, LineHeight);
        }
    }

    private static void Write(RenderPack rp, string text, float size, Color colour, Pixel place) =>
        new LabelStyle { Text = text, FontName = PlotFont.For(text), FontSize = size, ForeColor = colour }.Render(rp.Canvas, place, rp.Paint);
}

using ScottPlot;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Writes in a picture, and says beforehand how much room that takes. Pixels throughout.</summary>
internal sealed class PictureText : IDisposable
{
    private readonly Paint paint = Paint.NewDisposablePaint();

    public void Dispose() => paint.Dispose();

    public float WidthOf(string text, float size) => Styled(text, size).Measure(paint).Width;

    /// <param name="place">Of the text's corner or edge, as <paramref name="alignment"/> says.</param>
    public void Write(SKCanvas canvas, string text, float size, SKColor colour, SKPoint place, Alignment alignment = Alignment.UpperLeft)
    {
        var style = Styled(text, size);
        (style.ForeColor, style.Alignment) = (Color.FromSKColor(colour), alignment);
        style.Render(canvas, new Pixel(place.X, place.Y), paint);
    }

    /// <summary>The lines of the first of some sentences that has room; when none has, the last one is cut.</summary>
    public IReadOnlyList<string> Fit(IEnumerable<string> sentences, float size, float width, int lines)
    {
        IReadOnlyList<string> wrapped = [];
        foreach (var sentence in sentences)
            if ((wrapped = Wrap(sentence, size, width)).Count <= lines)
                return wrapped;
        return [.. wrapped.Take(lines - 1), Cut(string.Join(' ', wrapped.Skip(lines - 1)), size, width)];
    }

    /// <summary>As much of a text as has room, with an ellipsis when that is not all.</summary>
    public string Cut(string text, float size, float width)
    {
        if (WidthOf(text, size) <= width)
            return text;
        var length = text.Length;
        while (length > 1 && WidthOf(text[..length].TrimEnd() + '…', size) > width)
            length--;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].TrimEnd() + '…';
    }

    private List<string> Wrap(string sentence, float size, float width)
    {
        List<string> lines = [];
        foreach (var word in sentence.Split(' '))
            if (lines is [.., var last] && WidthOf(last + ' ' + word, size) <= width)
                lines[^1] = last + ' ' + word;
            else
                lines.Add(word);
        return lines;
    }

    private static LabelStyle Styled(string text, float size) => new() { Text = text, FontName = PlotFont.For(text), FontSize = size };
}

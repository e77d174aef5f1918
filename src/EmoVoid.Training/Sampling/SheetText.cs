using System.Text;
using NetVips;

namespace EmoVoid.Training.Sampling;

/// <summary>Text as a picture: set by Pango in the font that comes with the trainer, so that a sheet looks the same on every machine.</summary>
/// <remarks>
/// Scripts that the font lacks (Chinese, Japanese, Korean) are set in a font of the machine; where there is none they are boxes.
/// </remarks>
/// <param name="ink">R, G, B</param>
/// <param name="paper">R, G, B</param>
internal sealed class SheetText(double[] ink, double[] paper)
{
    /// <summary>A caption may have thousands of characters, and a sheet is for looking at.</summary>
    private const int MostCharacters = 600;

    private const string Font = "DejaVu Sans";

    /// <summary>Of DejaVu Sans: ascent and descent, as a share of its size.</summary>
    private const double LineHeight = 1.164;

    private static readonly string FontFile = Path.Combine(AppContext.BaseDirectory, "fonts", "DejaVuSans.ttf");

    /// <summary>A block of whole lines that is exactly <paramref name="width"/> wide.</summary>
    public Image Block(string text, int size, int width)
    {
        var line = (int)Math.Ceiling(size * LineHeight);
        var shown = Shown(text);
        if (shown.Length == 0)
            return Paper(width, line);
        // The mask is cut to the ink; its offsets say where the ink lies in the lines.
        using var mask = Image.Text(Escaped(shown), font: $"{Font} {size}", width: width, dpi: 72, fontfile: FontFile, wrap: Enums.TextWrap.WordChar);
        var bottom = mask.Yoffset + mask.Height;
        var lines = Math.Max(1, (int)Math.Round(bottom / (size * LineHeight)));
        var height = Math.Max(lines * line, bottom);
        using var placed = mask.Embed(Math.Max(0, mask.Xoffset), Math.Max(0, mask.Yoffset), width, height);
        return placed.Ifthenelse(Colour(ink, width, height), Paper(width, height), blend: true).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    public Image Paper(int width, int height) => Colour(paper, width, height);

    private static Image Colour(double[] colour, int width, int height) =>
        (Image.Black(width, height) + colour).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    /// <summary>Line breaks and other control characters become spaces.</summary>
    private static string Shown(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        var flat = line.ToString().Trim();
        return flat.Length <= MostCharacters ? flat : flat[..MostCharacters].TrimEnd() + "…";
    }

    /// <summary>Pango reads markup.</summary>
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

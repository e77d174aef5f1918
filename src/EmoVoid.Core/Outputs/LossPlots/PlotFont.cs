using ScottPlot;
using ScottPlot.FontResolvers;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>The letters of the plots: a font that comes along, since a bare server has none.</summary>
internal static class PlotFont
{
    private const string Shipped = "EmoVoid's DejaVu Sans";

    private static readonly string FontFile = Path.Combine(AppContext.BaseDirectory, "fonts", "DejaVuSans.ttf");

    static PlotFont()
    {
        Fonts.FontResolvers.Insert(0, new FileFontResolver(Shipped, FontFile, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal));
        Fonts.Default = Shipped;
    }

    /// <summary>The shipped font; for a text it has no letters for, one of the machine's that has them, if there is one.</summary>
    public static string For(string text) =>
        Has(Shipped, text) ? Shipped : SKFontManager.Default.FontFamilies.FirstOrDefault(font => Has(font, text)) ?? Shipped;

    /// <summary>Makes it the font of every text of plots that are made from now on.</summary>
    public static void Use()
    {
        // The static constructor has done it; a call is what runs it, and runs it once.
    }

    private static bool Has(string font, string text) => Fonts.GetTypeface(font, bold: false, italic: false).ContainsGlyphs(text);
}

using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Writes a picture as PNG or SVG.</summary>
internal static partial class PictureFile
{
    /// <summary>More columns make an SVG larger, and not finer: it is looked at in any size.</summary>
    private const int MostSvgColumns = 1200;

    /// <summary>How many pixel columns the steps get.</summary>
    public static int ColumnsOf(PlotFormat format, PlotLook look, double stopLoss)
    {
        var columns = LossPicture.ColumnsOf(look, stopLoss);
        return format == PlotFormat.Svg ? Math.Min(columns, MostSvgColumns) : columns;
    }

    public static byte[] Write(LossCurve curve, PlotFormat format, PlotLook look)
    {
        using var picture = new LossPicture(curve, look);
        // ScottPlot draws once more whenever an axis has changed since it drew last, and before the first time every axis has.
        using (var nowhere = new SKNoDrawCanvas(look.Width, look.Height))
            picture.Draw(nowhere);
        return format == PlotFormat.Svg ? Svg(picture, curve, look) : Png(picture, look);
    }

    private static byte[] Png(LossPicture picture, PlotLook look)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(look.Width, look.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
            picture.Draw(canvas);
        using var pixels = bitmap.PeekPixels();
        using var encoded = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Sub, zLibLevel: 6))!; // null only where the pixels are not there
        return encoded.ToArray();
    }

    private static byte[] Svg(LossPicture picture, LossCurve curve, PlotLook look)
    {
        using var written = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, look.Width, look.Height), written))
            picture.Draw(canvas);
        return Encoding.UTF8.GetBytes(Completed(Encoding.UTF8.GetString(written.ToArray()), curve, look));
    }

    // What Skia leaves out: a size that scales, words for a screen reader, and letters for a machine without the font, as wide as its own.
    private static string Completed(string svg, LossCurve curve, PlotLook look)
    {
        var end = svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal));
        var described = svg.Insert(end, $" viewBox=\"0 0 {look.Width} {look.Height}\"><title>{Escaped(curve.Name)}</title><desc>{Escaped(Caption.Choice(curve))}</desc");
        return FontFamily().Replace(described, "font-family=\"$1, Verdana, sans-serif\"");
    }

    private static string Escaped(string text) => SecurityElement.Escape(text);

    [GeneratedRegex("(?<=<text [^>]*)font-family=\"([^\"]*)\"")]
    private static partial Regex FontFamily();
}

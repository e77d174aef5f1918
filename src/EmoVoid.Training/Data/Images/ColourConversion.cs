using NetVips;

namespace EmoVoid.Training.Data.Images;

/// <summary>Any encoding of colour to three bands of eight-bit sRGB.</summary>
internal static class ColourConversion
{
    public static Image ToSrgb(Image image)
    {
        // Before the colours change, since afterwards an alpha of sixteen bits would stand beside colours of eight.
        var opaque = image.HasAlpha() ? image.Flatten(background: White(image)) : image;
        var colours = ByProfile(opaque) ?? opaque.Colourspace(Enums.Interpretation.Srgb);
        var rgb = colours.Bands switch
        {
            1 => colours.Bandjoin(colours, colours),
            > 3 => colours.ExtractBand(0, n: 3),
            _ => colours,
        };
        return rgb.Cast(Enums.BandFormat.Uchar);
    }

    /// <summary>The embedded profile decides; CMYK without one is taken for ordinary offset print. Null when there is none to go by.</summary>
    private static Image? ByProfile(Image image)
    {
        var isCmyk = image.Interpretation == Enums.Interpretation.Cmyk;
        if (!isCmyk && !image.Contains("icc-profile-data"))
            return null;
        try
        {
            return image.IccTransform("srgb", embedded: true, inputProfile: isCmyk ? "cmyk" : null, intent: Enums.Intent.Relative, depth: 8);
        }
        catch (VipsException) when (!isCmyk)
        {
            // A profile that is damaged or meant for another kind of picture is ignored, as browsers do.
            return null;
        }
    }

    private static double[] White(Image image) => image.Interpretation switch
    {
        Enums.Interpretation.Cmyk => [0, 0, 0, 0],
        Enums.Interpretation.Rgb16 or Enums.Interpretation.Grey16 => [65535],
        _ => [255],
    };
}

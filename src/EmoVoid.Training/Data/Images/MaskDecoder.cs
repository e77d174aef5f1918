using EmoVoid.Training.Data.Buckets;
using NetVips;

namespace EmoVoid.Training.Data.Images;

/// <summary>From a file's bytes to its mask, resized and cropped like the picture that it belongs to.</summary>
/// <remarks>
/// As in kohya's scripts, a picture's red channel is the mask, so grey pictures are read as they are. Resized by linear interpolation, which
/// averages when it shrinks: Lanczos would ring beyond black and white at every edge.
/// </remarks>
public static class MaskDecoder
{
    /// <summary>A mask that is a picture of its own. It may be of another size than its picture.</summary>
    /// <exception cref="UnreadableImageException">The bytes are no picture we read, or they are damaged.</exception>
    public static MaskImage DecodeMask(byte[] bytes, string file, BucketFit fit) => ImageDecoder.Readable(file, () =>
    {
        using var image = ImageDecoder.Open(bytes, file);
        using var upright = ColourConversion.ToSrgb(image).Autorot();
        using var red = upright.ExtractBand(0);
        return Fitted(red, fit);
    });

    /// <summary>A picture's alpha channel; null when it has none.</summary>
    /// <inheritdoc cref="DecodeMask" path="/exception"/>
    public static MaskImage? DecodeAlpha(byte[] bytes, string file, BucketFit fit) => ImageDecoder.Readable(file, () =>
    {
        using var image = ImageDecoder.Open(bytes, file);
        if (!image.HasAlpha())
            return null;
        using var alpha = image.ExtractBand(image.Bands - 1);
        using var eightBits = alpha.Format == Enums.BandFormat.Ushort ? (alpha / 257.0).Rint().Cast(Enums.BandFormat.Uchar) : alpha.Copy();
        using var upright = eightBits.Autorot();
        return Fitted(upright, fit);
    });

    private static MaskImage Fitted(Image mask, BucketFit fit)
    {
        using var resized = mask.Resize(
            (double)fit.Resized.Width / mask.Width, Enums.Kernel.Linear, vscale: (double)fit.Resized.Height / mask.Height);
        using var cropped = resized.Crop(fit.Left, fit.Top, fit.Bucket.Width, fit.Bucket.Height);
        return new MaskImage(fit.Bucket, cropped.WriteToMemory<byte>());
    }
}

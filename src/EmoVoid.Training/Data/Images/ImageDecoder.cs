using EmoVoid.Contracts.Inspection;
using EmoVoid.Training.Data.Buckets;
using NetVips;

namespace EmoVoid.Training.Data.Images;

/// <summary>From a file's bytes to the pixels that are trained on. With its neighbours and the contact sheet the only place that knows libvips.</summary>
/// <remarks>
/// What a viewer shows is what is trained on: turned as EXIF says, colours taken to sRGB by the embedded profile, and transparency over
/// white. (Kohya's scripts drop the alpha channel and train on whatever colour lies hidden beneath it.)
/// Resized with Lanczos, which averages over the whole source when it shrinks.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>A larger picture is refused: a file of a few kilobytes can unfold to gigabytes.</summary>
    public const long MostPixels = 300_000_000;

    /// <summary>Decodes every pixel and throws them away: what can be inspected can be trained on.</summary>
    public static ImageInspection Inspect(string file)
    {
        try
        {
            var bytes = ReadFile(file);
            var size = SizeOf(bytes, file);
            Decode(bytes, file);
            return new ImageInspection(file, size.Width, size.Height, null);
        }
        catch (UnreadableImageException e)
        {
            return new ImageInspection(file, null, null, e.Problem);
        }
    }

    /// <exception cref="UnreadableImageException">There is no such file, or it may not be read.</exception>
    public static byte[] ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableImageException(file, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message, e);
        }
    }

    /// <summary>The size after EXIF rotation, from the header alone.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableImageException">The bytes are no picture we read, or one that is too large.</exception>
    public static ImageSize SizeOf(byte[] bytes, string file) => Readable(file, () =>
    {
        using var image = Open(bytes, file);
        return UprightSize(image);
    });

    /// <summary>The whole picture in its own size.</summary>
    /// <inheritdoc cref="Decode(byte[], string, BucketFit)" path="/exception"/>
    public static RgbImage Decode(byte[] bytes, string file) => Readable(file, () =>
    {
        using var image = Open(bytes, file);
        using var upright = ColourConversion.ToSrgb(image).Autorot();
        return Pixels(upright);
    });

    /// <summary>The part of the picture that fills its bucket, at the bucket's size.</summary>
    /// <exception cref="UnreadableImageException">The bytes are no picture we read, or they are damaged.</exception>
    public static RgbImage Decode(byte[] bytes, string file, BucketFit fit) => Readable(file, () =>
    {
        using var image = Open(bytes, file, JpegShrink(bytes, file, fit));
        using var upright = ColourConversion.ToSrgb(image).Autorot();
        using var resized = upright.Resize(
            (double)fit.Resized.Width / upright.Width, Enums.Kernel.Lanczos3, vscale: (double)fit.Resized.Height / upright.Height);
        using var cropped = resized.Crop(fit.Left, fit.Top, fit.Bucket.Width, fit.Bucket.Height);
        return Pixels(cropped);
    });

    /// <summary>Checks what the bytes are before any decoder sees them: libvips would also open SVG, CSV and raw dumps.</summary>
    internal static Image Open(byte[] bytes, string file, int jpegShrink = 1)
    {
        var loader = Image.FindLoadBuffer(bytes) is { } found && Loaders.Any(found.Contains)
            ? found
            : throw new UnreadableImageException(file, NotAPicture(bytes));
        var options = new VOption { { "fail_on", Enums.FailOn.Error } };
        if (loader.Contains("Jpeg", StringComparison.Ordinal) && jpegShrink > 1)
            options.Add("shrink", jpegShrink);

        var image = Image.NewFromBuffer(bytes, kwargs: options);
        var size = new ImageSize(image.Width, image.Height);
        if (size.Area > MostPixels)
            throw new UnreadableImageException(file, $"it has {size} pixels; at most {MostPixels / 1_000_000} million are decoded");
        if (image.Format is not (Enums.BandFormat.Uchar or Enums.BandFormat.Ushort))
            throw new UnreadableImageException(file, $"its pixels are of the type {image.Format}; save it with 8 or 16 bits a channel");
        return image;
    }

    private static readonly string[] Loaders = ["LoadPng", "LoadJpeg", "LoadWebp", "LoadHeif", "LoadTiff", "LoadNsgif", "LoadGif"];

    private static string NotAPicture(byte[] bytes) => bytes switch
    {
        [] => "the file is empty",
        // libvips knows a TIFF by its directory, which stands at its end.
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "the picture is damaged or incomplete (the directory of the TIFF is not there)",
        [(byte)'B', (byte)'M', ..] => "it is a BMP, which is not read here; save it as PNG",
        _ => $"it is none of the picture formats read here ({string.Join(", ", ImageFormats.Extensions.Select(extension => extension[1..]))})",
    };

    /// <summary>JPEG decodes at 1/2, 1/4 or 1/8 size for much less work; the last factor of two or more is left to Lanczos.</summary>
    private static int JpegShrink(byte[] bytes, string file, BucketFit fit)
    {
        var size = SizeOf(bytes, file);
        var spare = Math.Min(size.Width / fit.Resized.Width, size.Height / fit.Resized.Height);
        return spare switch { >= 16 => 8, >= 8 => 4, >= 4 => 2, _ => 1 };
    }

    /// <summary>EXIF orientations 5 to 8 lie on their side.</summary>
    private static ImageSize UprightSize(Image image) =>
        image.Contains("orientation") && image.Get("orientation") is int and >= 5 and <= 8
            ? new ImageSize(image.Height, image.Width)
            : new ImageSize(image.Width, image.Height);

    private static RgbImage Pixels(Image image) => new(new ImageSize(image.Width, image.Height), image.WriteToMemory<byte>());

    /// <summary>Decodes; what libvips has to say against it becomes one sentence.</summary>
    /// <exception cref="UnreadableImageException">The picture is damaged.</exception>
    internal static T Readable<T>(string file, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (VipsException e)
        {
            // libvips tells every stage that failed, one a line, the innermost first.
            var reason = e.Message.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0).Skip(1).FirstOrDefault() ?? e.Message;
            throw new UnreadableImageException(file, $"the picture is damaged or incomplete ({reason})", e);
        }
    }
}

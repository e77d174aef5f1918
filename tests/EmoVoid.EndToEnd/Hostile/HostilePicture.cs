using System.Buffers.Binary;
using System.Text;
using EmoVoid.Testing;
using NetVips;

namespace EmoVoid.EndToEnd.Hostile;

/// <summary>A file that is meant as a picture.</summary>
/// <param name="Verdict"><c>W×H</c> where it can be used, else a part of the reason why not.</param>
internal sealed record HostilePicture(string Name, string Verdict, byte[] Bytes)
{
    public bool IsGood => char.IsAsciiDigit(Verdict[0]);

    private const string NoPicture = "none of the picture formats", Damaged = "damaged or incomplete";

    private static readonly byte[] FrameHeader = [0xFF, 0xC0], FrameOfGif = [0x2C, 0, 0, 0, 0, 48, 0, 40, 0];

    public static IReadOnlyList<HostilePicture> All { get; } = [.. OfEveryFormat(), .. WithOddPixels(), .. Animated(), .. TooLarge(), .. Lies()];

    private static IEnumerable<HostilePicture> OfEveryFormat()
    {
        foreach (var (format, extension) in new[] { ("png", "png"), ("jpg", "jpg"), ("jpg", "jpeg"), ("webp", "webp"), ("avif", "avif"), ("tif", "tif"), ("tif", "tiff"), ("gif", "gif") })
        {
            var whole = Save(Noise(), "." + format);
            yield return new($"good-{extension}.{extension}", "48×40", whole);
            yield return new($"empty-{extension}.{extension}", "it is empty", []);
            yield return new($"one-byte-{extension}.{extension}", NoPicture, whole[..1]);
            yield return new($"cut-{extension}.{extension}", Damaged, whole[..(whole.Length / 2)]);
            yield return new($"header-only-{extension}.{extension}", Damaged, whole[..HeaderOf(format)]);
            yield return new($"other-inside-{extension}.{extension}", "48×40", format == "png" ? Save(Noise(), ".gif") : Save(Noise(), ".png"));
            yield return new($"upper-{extension}.{extension.ToUpperInvariant()}", "48×40", whole);
        }
    }

    private static IEnumerable<HostilePicture> WithOddPixels()
    {
        var plain = Noise();
        yield return new("16-bit.png", "48×40", Save((plain * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), ".png"));
        yield return new("16-bit.tif", "48×40", Save((plain * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16), ".tif"));
        yield return new("16-bit-grey-alpha.png", "48×40", Save((plain.ExtractBand(0, n: 2) * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Grey16), ".png"));
        yield return new("float.tif", "save it with 8 or 16 bits", Save(plain.Cast(Enums.BandFormat.Float), ".tif"));
        yield return new("cmyk.jpg", "48×40", Save(plain.Bandjoin(plain.ExtractBand(0)).Copy(interpretation: Enums.Interpretation.Cmyk), ".jpg"));
        yield return new("cmyk.tif", "48×40", Save(plain.Bandjoin(plain.ExtractBand(0)).Copy(interpretation: Enums.Interpretation.Cmyk), ".tif"));
        yield return new("profile.jpg", "48×40", Save(plain.IccTransform("p3", inputProfile: "srgb"), ".jpg"));
        yield return new("nonsense-profile.jpg", "48×40", Save(plain.Mutate(image => image.Set(GValue.BlobType, "icc-profile-data", Encoding.ASCII.GetBytes("this is no profile at all"))), ".jpg"));
        yield return new("transparent.png", "48×40", Save(plain.Bandjoin(0), ".png"));
        yield return new("grey.jpg", "48×40", Save(plain.ExtractBand(0), ".jpg"));
        yield return new("on-its-side.jpg", "40×48", Save(plain.Mutate(image => image.Set(GValue.GIntType, "orientation", 6)), ".jpg"));
        yield return new("one-pixel.png", "1×1", Save(plain.Crop(0, 0, 1, 1), ".png"));
        yield return new("thread.png", "1×3000", Save(Image.Black(1, 3000, bands: 3), ".png"));
    }

    private static IEnumerable<HostilePicture> Animated()
    {
        var strip = Noise().Join(Noise().Rot180(), Enums.Direction.Vertical);
        strip = strip.Mutate(image => image.Set(GValue.GIntType, "page-height", 40));
        yield return new("animated.gif", "48×40", Save(strip, ".gif"));
        yield return new("animated.webp", "48×40", Save(strip, ".webp"));
        yield return new("pages.tif", "48×40", Save(strip, ".tif"));
        yield return new("animated-cut.gif", Damaged, Save(strip, ".gif")[..200]);
    }

    private static IEnumerable<HostilePicture> TooLarge()
    {
        var png = Save(Noise(), ".png");
        yield return new("bomb.png", "it has 60000×60000 pixels", Png(png, 60_000, 60_000));
        yield return new("lie.png", Damaged, Png(png, 4000, 4000));
        yield return new("no-width.png", Damaged, Png(png, 0, 40));
        yield return new("beyond-numbers.png", Damaged, Png(png, uint.MaxValue, uint.MaxValue));
        var jpeg = Save(Noise(), ".jpg");
        var frame = jpeg.AsSpan().IndexOf(FrameHeader);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 60_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 60_000);
        yield return new("bomb.jpg", "it has 60000×60000 pixels", jpeg);
        var gif = Save(Noise(), ".gif");
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(8), ushort.MaxValue);
        yield return new("lie.gif", "48×40", gif.ToArray()); // the frame is as it was, and decides
        gif.AsSpan(gif.AsSpan().IndexOf(FrameOfGif) + 5, 4).Fill(0xFF);
        yield return new("bomb.gif", "it has 65535×65535 pixels", gif);
        yield return new("bomb.tif", "it has 60000×60000 pixels", Tiff(Save(Noise(), ".tif"), 60_000));
    }

    private static IEnumerable<HostilePicture> Lies()
    {
        var png = Save(Noise(), ".png");
        yield return new("text.png", NoPicture, Encoding.ASCII.GetBytes("this is text"));
        yield return new("page.jpg", NoPicture, Encoding.ASCII.GetBytes("<!doctype html><img src=x>"));
        yield return new("drawing.png", NoPicture, Encoding.ASCII.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><image href=\"/etc/passwd\"/></svg>"));
        yield return new("bitmap.png", "it is a BMP", [(byte)'B', (byte)'M', .. new byte[60]]);
        yield return new("archive.webp", NoPicture, [(byte)'P', (byte)'K', 3, 4, .. new byte[60]]);
        yield return new("zeros.avif", NoPicture, new byte[5000]);
        yield return new("program.gif", NoPicture, [0x7F, (byte)'E', (byte)'L', (byte)'F', .. new byte[60]]);
        yield return new("more-behind-it.png", "48×40", [.. png, .. Encoding.ASCII.GetBytes("PK and an archive behind the picture")]);
        var wrongSum = png.ToArray();
        wrongSum[^20] ^= 0xFF;
        yield return new("wrong-sum.png", Damaged, wrongSum);
        yield return new("only-a-name.tif", NoPicture, Encoding.ASCII.GetBytes("II"));
    }

    /// <summary>Where a decoder knows what it is, and has nothing of it.</summary>
    private static int HeaderOf(string format) => format switch { "png" => 40, "jpg" => 30, "webp" => 24, "avif" => 40, "tif" => 9, _ => 16 };

    private static Image Noise() => Image.Gaussnoise(48, 40, sigma: 60, mean: 128, seed: 1)
        .Bandjoin(Image.Gaussnoise(48, 40, sigma: 60, mean: 128, seed: 2), Image.Gaussnoise(48, 40, sigma: 60, mean: 128, seed: 3))
        .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);

    private static byte[] Save(Image image, string format) => image.WriteToBuffer(format);

    /// <summary>The same file with other sizes in its header, whose sum is right again.</summary>
    private static byte[] Png(byte[] file, uint width, uint height)
    {
        var changed = file.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(29), TinyPng.Crc(changed.AsSpan(12, 17)));
        return changed;
    }

    /// <summary>The same file with another side in its directory: entries of twelve bytes, tag, type, count and value.</summary>
    private static byte[] Tiff(byte[] file, int side)
    {
        var directory = file.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
        for (var entry = directory[2..]; BinaryPrimitives.ReadUInt16LittleEndian(entry) <= 257; entry = entry[12..])
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) is 256 or 257)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], side);
            }

        return file;
    }
}

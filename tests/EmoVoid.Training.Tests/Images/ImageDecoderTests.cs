using EmoVoid.Contracts.Inspection;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using NetVips;
using static EmoVoid.Training.Tests.Images.TestImages;

namespace EmoVoid.Training.Tests.Images;

public sealed class ImageDecoderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Extensions => [.. ImageFormats.Extensions];

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Every_format_that_is_listed_is_decoded(string extension)
    {
        var image = Decode(Quarters().Save(folder, "picture" + extension));
        Assert.Equal(new ImageSize(60, 40), image.Size);
        Assert.Equal(60 * 40 * 3, image.Pixels.Length);
        AssertNear(Red, image.At(0.25, 0.25), 10);
        AssertNear(Blue, image.At(0.25, 0.75), 10);
    }

    /// <summary>Where the corners of the stored picture are seen: left above, right above, left below.</summary>
    [Theory]
    [InlineData(1, "rgb", 60)]
    [InlineData(2, "grw", 60)]
    [InlineData(3, "wbg", 60)]
    [InlineData(4, "bwr", 60)]
    [InlineData(5, "rbg", 40)]
    [InlineData(6, "brw", 40)]
    [InlineData(7, "wgb", 40)]
    [InlineData(8, "gwr", 40)]
    public void A_picture_is_turned_as_exif_says(int orientation, string corners, int width)
    {
        var stored = Quarters().Mutate(image => image.Set(GValue.GIntType, "orientation", orientation));
        var file = stored.Save(folder, "turned.jpg", new VOption { { "Q", 100 }, { "subsample_mode", Enums.ForeignSubsample.Off } });

        var image = Decode(file);
        Assert.Equal(new ImageSize(width, 100 - width), image.Size);
        Assert.Equal(image.Size, ImageDecoder.SizeOf(File.ReadAllBytes(file), file));
        foreach (var (corner, x, y) in new[] { (corners[0], 0.25, 0.25), (corners[1], 0.75, 0.25), (corners[2], 0.25, 0.75) })
            AssertNear(corner switch { 'r' => Red, 'g' => Green, 'b' => Blue, _ => White }, image.At(x, y), 3);

        var square = ImageDecoder.Decode(File.ReadAllBytes(file), file, new BucketFit(new(32, 32), width == 60 ? new(48, 32) : new(32, 48)));
        AssertNear(corners[0] switch { 'r' => Red, 'g' => Green, 'b' => Blue, _ => White }, square.At(0.1, 0.1), 3);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        var deep = (Image.Black(8, 8) + new double[] { 65535, 32768, 257 }).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        AssertNear([255, 128, 1], Decode(deep.Save(folder, "deep.png")).At(0.5, 0.5), 0);
    }

    [Fact]
    public void Grey_becomes_three_equal_channels() =>
        AssertNear([90, 90, 90], Decode(Plain(8, 8, 90).Save(folder, "grey.png")).At(0.5, 0.5), 0);

    [Fact]
    public void Grey_with_alpha_is_laid_over_white() =>
        AssertNear([191, 191, 191], Decode(Plain(8, 8, 127, 128).Copy(interpretation: Enums.Interpretation.Bw).Save(folder, "grey.png")).At(0.5, 0.5), 1);

    [Theory]
    [InlineData(0, 255, 255, 255)]
    [InlineData(128, 255, 127, 127)]
    [InlineData(255, 255, 0, 0)]
    public void Transparency_is_laid_over_white(double alpha, byte r, byte g, byte b) =>
        AssertNear([r, g, b], Decode(Plain(8, 8, 255, 0, 0, alpha).Save(folder, "veil.png")).At(0.5, 0.5), 1);

    [Fact]
    public void Transparency_of_sixteen_bits_is_laid_over_white()
    {
        var deep = (Image.Black(8, 8) + new double[] { 65535, 0, 0, 32768 }).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        AssertNear([255, 127, 127], Decode(deep.Save(folder, "deep.png")).At(0.5, 0.5), 1);
    }

    [Fact]
    public void A_palette_gives_its_colours()
    {
        var image = Decode(Quarters().Save(folder, "palette.png", new VOption { { "palette", true } }));
        AssertNear(Green, image.At(0.75, 0.25), 2);
        AssertNear(Blue, image.At(0.25, 0.75), 2);
    }

    /// <summary>Full cyan ink with an ordinary printing profile is a blue-green that sRGB cannot quite show: red is far down.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cmyk_becomes_what_would_be_printed(bool withProfile)
    {
        var cyan = Plain(16, 16, 255, 0, 0, 0).Copy(interpretation: Enums.Interpretation.Cmyk);
        var file = cyan.Save(folder, "print.jpg", withProfile ? new VOption { { "profile", "cmyk" } } : null);
        var pixel = Decode(file).At(0.5, 0.5);
        Assert.InRange(pixel[0], 0, 60);
        Assert.InRange(pixel[1], 140, 190);
        Assert.InRange(pixel[2], 200, 250);
    }

    [Fact]
    public void Paper_is_white_and_ink_is_dark_in_cmyk()
    {
        var paper = Plain(16, 16, 0, 0, 0, 0).Copy(interpretation: Enums.Interpretation.Cmyk).Save(folder, "paper.jpg");
        var black = Plain(16, 16, 0, 0, 0, 255).Copy(interpretation: Enums.Interpretation.Cmyk).Save(folder, "black.jpg");
        AssertNear(White, Decode(paper).At(0.5, 0.5), 3);
        Assert.All(Decode(black).At(0.5, 0.5), channel => Assert.InRange(channel, 0, 60));
    }

    /// <summary>The same numbers mean a stronger colour in the wide gamut of Display P3.</summary>
    [Fact]
    public void An_embedded_profile_decides_what_the_numbers_mean()
    {
        var file = Plain(16, 16, 200, 100, 100).Save(folder, "p3.png", new VOption { { "profile", "p3" } });
        var pixel = Decode(file).At(0.5, 0.5);
        Assert.InRange(pixel[0], 207, 218);
        Assert.InRange(pixel[1], 90, 99);
    }

    [Fact]
    public void A_damaged_profile_is_ignored()
    {
        var broken = Plain(16, 16, 200, 100, 100).Mutate(image => image.Set(GValue.BlobType, "icc-profile-data", new byte[200]));
        AssertNear([200, 100, 100], Decode(broken.Save(folder, "broken.png")).At(0.5, 0.5), 0);
    }

    [Fact]
    public void Shrinking_averages_over_the_whole_picture()
    {
        // A chessboard of single pixels: taking every n-th pixel would give black or white, averaging gives grey.
        using var xy = Image.Xyz(512, 512);
        using var board = (((xy[0] + xy[1]) % 2) * 255).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        var bytes = File.ReadAllBytes(board.Save(folder, "board.png"));
        var small = ImageDecoder.Decode(bytes, "board.png", new BucketFit(new(64, 64), new(64, 64)));
        Assert.All(small.Pixels, value => Assert.InRange(value, 126, 129));
    }

    [Fact]
    public void A_large_jpeg_that_is_shrunk_while_loading_looks_like_one_that_is_not()
    {
        using var ramp = (Image.Xyz(1600, 1200)[0] / 1600 * 255).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        var fit = new BucketFit(new(64, 48), new(64, 48));
        var jpeg = ImageDecoder.Decode(File.ReadAllBytes(ramp.Save(folder, "ramp.jpg")), "ramp.jpg", fit);
        var png = ImageDecoder.Decode(File.ReadAllBytes(ramp.Save(folder, "ramp.png")), "ramp.png", fit);
        AssertNear(png.Pixels, jpeg.Pixels, 3);
    }

    [Fact]
    public void The_bucket_is_the_middle_of_the_resized_picture()
    {
        using var thirds = Plain(20, 20, 255, 0, 0).Join(Plain(20, 20, 0, 255, 0), Enums.Direction.Horizontal).Join(Plain(20, 20, 0, 0, 255), Enums.Direction.Horizontal);
        var fit = new BucketFit(new(16, 16), new(48, 16));
        var middle = ImageDecoder.Decode(File.ReadAllBytes(thirds.Save(folder, "thirds.png")), "thirds.png", fit);
        Assert.Equal(new ImageSize(16, 16), middle.Size);
        AssertNear(Green, middle.At(0.5, 0.5), 2);
        AssertNear(Green, middle.At(0.25, 0.5), 20);
    }
}

using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using NetVips;
using static EmoVoid.Training.Tests.Images.TestImages;

namespace EmoVoid.Training.Tests.Images;

public sealed class MaskDecoderTests : IDisposable
{
    private static readonly BucketFit Whole = new(new(32, 16), new(32, 16));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_mask_is_its_red_channel_at_the_size_of_its_picture()
    {
        var mask = Mask(Halves(400, 200, left: 255, right: 0).Save(folder, "mask.png"), Whole);
        Assert.Equal(new ImageSize(32, 16), mask.Size);
        Assert.Equal(32 * 16, mask.Pixels.Length);
        Assert.All(mask.Pixels.Index(), pixel => Assert.InRange(pixel.Item, pixel.Index % 32 < 15 ? 255 : 0, pixel.Index % 32 > 16 ? 0 : 255));
        Assert.Equal(200, Mask(Plain(8, 8, 200, 10, 30).Save(folder, "red.png"), Whole).Pixels[0]);
    }

    [Fact]
    public void A_mask_is_cropped_like_its_picture()
    {
        // Of a picture that is twice as wide as its bucket only the middle half is seen: all of it white.
        var stripe = Halves(64, 64, 0, 255).Join(Halves(64, 64, 255, 0), Enums.Direction.Horizontal);
        var mask = Mask(stripe.Save(folder, "mask.png"), new BucketFit(new(16, 16), new(32, 16)));
        Assert.All(mask.Pixels.Index().Where(pixel => pixel.Index % 16 is > 0 and < 15), pixel => Assert.Equal(255, pixel.Item));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Alpha_is_a_mask_turned_as_exif_says_in_eight_or_sixteen_bits(bool deep)
    {
        var colours = Plain(64, 32, 10, 20, 30);
        var picture = colours.Bandjoin(Halves(64, 32, 255, 0));
        if (deep)
            picture = (picture * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        var turned = picture.Mutate(image => image.Set(GValue.GIntType, "orientation", 3)); // upside down
        var mask = Alpha(turned.Save(folder, "alpha.tif"), Whole)!;
        Assert.Equal((0, 255), (mask.Pixels[0], mask.Pixels[31]));
    }

    [Fact]
    public void A_picture_without_alpha_has_no_mask() => Assert.Null(Alpha(Quarters().Save(folder, "opaque.png"), Whole));

    [Fact]
    public void A_mask_that_is_no_picture_is_refused_by_name()
    {
        var file = folder.Write("mask.png", "not a mask");
        Assert.Contains("mask.png", Assert.Throws<UnreadableImageException>(() => Mask(file, Whole)).Message, StringComparison.Ordinal);
    }

    private static Image Halves(int width, int height, double left, double right) =>
        Plain(width / 2, height, left).Join(Plain(width / 2, height, right), Enums.Direction.Horizontal);

    private static MaskImage Mask(string file, BucketFit fit) => MaskDecoder.DecodeMask(File.ReadAllBytes(file), file, fit);

    private static MaskImage? Alpha(string file, BucketFit fit) => MaskDecoder.DecodeAlpha(File.ReadAllBytes(file), file, fit);
}

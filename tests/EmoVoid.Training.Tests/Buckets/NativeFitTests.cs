using EmoVoid.Training.Data.Buckets;

namespace EmoVoid.Training.Tests.Buckets;

public class NativeFitTests
{
    public static TheoryData<int> Resolutions => [64, 128, 500, 512, 768, 1024, 1536];

    [Theory]
    [MemberData(nameof(Resolutions))]
    public void Nothing_is_cropped_and_no_size_is_over_the_budget_or_in_parts_of_a_patch(int resolution)
    {
        var native = new NativeFit(resolution);
        Assert.Equal(resolution * resolution / 256, native.Tokens);
        Assert.All(Shapes(), image =>
        {
            var fit = native.Fit(image);
            Assert.Equal(fit.Bucket, fit.Resized);
            Assert.Equal((0, 0, 0, 0), (fit.Left, fit.Top, fit.Bucket.Width % 16, fit.Bucket.Height % 16));
            Assert.InRange(fit.Bucket.Area / 256, 1, native.Tokens);
            Assert.InRange(Math.Max(fit.Bucket.Width, fit.Bucket.Height), 16, 2 * resolution);
        });
    }

    /// <summary>What the widest usual pictures lose of their shape, and how much of the budget every picture has.</summary>
    [Theory]
    [InlineData(128, 0.075, 0.54)]
    [InlineData(512, 0.018, 0.85)]
    [InlineData(768, 0.012, 0.90)]
    [InlineData(1024, 0.0095, 0.92)]
    public void A_picture_up_to_three_to_one_is_stretched_by_little_and_fills_the_budget(int resolution, double mostStretch, double leastFill)
    {
        var native = new NativeFit(resolution);
        for (var aspect = 1.0 / 3; aspect <= 3; aspect *= 1.003)
        {
            var image = new ImageSize((int)(4000 * Math.Sqrt(aspect)), (int)(4000 / Math.Sqrt(aspect)));
            var size = native.Fit(image).Bucket;
            Assert.InRange(NativeFit.Stretch(size, image.AspectRatio), 0, mostStretch);
            Assert.InRange((double)size.Area / 256 / native.Tokens, leastFill, 1);
        }
    }

    [Theory]
    [InlineData(1000, 1000, 512, 512)]
    [InlineData(3000, 2000, 624, 416)]
    [InlineData(2000, 3000, 416, 624)]
    [InlineData(10, 10, 512, 512)]
    [InlineData(8000, 1000, 1024, 128)]
    public void The_shapes_people_have_get_these_sizes_at_512(int width, int height, int fittedWidth, int fittedHeight) =>
        Assert.Equal(new ImageSize(fittedWidth, fittedHeight), new NativeFit(512).Fit(new ImageSize(width, height)).Bucket);

    [Fact]
    public void No_size_of_the_budget_serves_a_picture_better()
    {
        const int patches = 8; // of a side at 128 pixels
        Assert.All(Shapes(), image =>
        {
            double Cost(int width, int height) => Math.Abs(Math.Log((double)width / height / image.AspectRatio)) + 0.1 * Math.Log(patches * patches / (double)(width * height));
            var best = (from width in Enumerable.Range(1, 2 * patches)
                        from height in Enumerable.Range(1, 2 * patches)
                        where width * height <= patches * patches
                        select Cost(width, height)).Min();
            var found = new NativeFit(128).Fit(image).Bucket;
            Assert.Equal(best, Cost(found.Width / 16, found.Height / 16), 9);
        });
    }

    [Fact]
    public void A_resolution_without_room_for_two_patches_a_side_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeFit(31));

    private static IEnumerable<ImageSize> Shapes() =>
        from width in new[] { 1, 37, 100, 512, 999, 1920, 20_000 }
        from height in new[] { 1, 64, 333, 512, 1080, 20_000 }
        select new ImageSize(width, height);
}

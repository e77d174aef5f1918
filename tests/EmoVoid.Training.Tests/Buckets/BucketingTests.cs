using System.Text.Json;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;

namespace EmoVoid.Training.Tests.Buckets;

public class BucketingTests
{
    [Fact]
    public void Every_row_of_the_golden_gets_its_bucket_and_resized_size()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("tests", "goldens", "buckets.json")));
        Assert.NotEqual(0, golden.RootElement.GetArrayLength());
        Assert.All(golden.RootElement.EnumerateArray(), row =>
        {
            int Int(string name) => row.GetProperty(name).GetInt32();
            ImageSize Size(string name) => new(row.GetProperty(name)[0].GetInt32(), row.GetProperty(name)[1].GetInt32());
            var settings = new BucketSettings(Int("resolution"), Int("min"), Int("max"), Int("step"), row.GetProperty("no_upscale").GetBoolean());
            Assert.Equal(new BucketFit(Size("bucket"), Size("resized")), new Bucketing(settings).Fit(new ImageSize(Int("width"), Int("height"))));
        });
    }

    [Theory]
    [InlineData(512, 256, 1024, 64)]
    [InlineData(1024, 256, 2048, 64)]
    [InlineData(128, 64, 256, 16)]
    [InlineData(200, 96, 400, 16)]
    [InlineData(32, 16, 64, 16)]
    public void The_settings_of_a_resolution_are_kohyas_or_finer(int resolution, int smallest, int largest, int step) =>
        Assert.Equal(new BucketSettings(resolution, smallest, largest, step), BucketSettings.For(resolution));

    [Fact]
    public void Every_bucket_of_every_resolution_is_whole_patches_of_at_most_the_area()
    {
        for (var resolution = 32; resolution <= 2048; resolution += 8)
            Assert.All(new Bucketing(BucketSettings.For(resolution)).Buckets, bucket =>
            {
                Assert.Equal((0, 0), (bucket.Width % 16, bucket.Height % 16));
                Assert.InRange(bucket.Area, 1, (long)resolution * resolution);
            });
    }

    [Fact]
    public void The_resized_picture_covers_its_bucket_and_is_cropped_in_the_middle()
    {
        var bucketing = new Bucketing(BucketSettings.For(512));
        foreach (var (width, height) in from width in new[] { 1, 37, 511, 1999, 8000 } from height in new[] { 1, 64, 777, 5000 } select (width, height))
        {
            var fit = bucketing.Fit(new ImageSize(width, height));
            Assert.InRange(fit.Left, 0, fit.Resized.Width - fit.Bucket.Width);
            Assert.InRange(fit.Resized.Width - fit.Bucket.Width - 2 * fit.Left, 0, 1);
            Assert.InRange(fit.Resized.Height - fit.Bucket.Height - 2 * fit.Top, 0, 1);
        }
    }

    [Fact]
    public void A_picture_too_small_for_any_bucket_is_refused_when_it_may_not_grow()
    {
        var bucketing = new Bucketing(new BucketSettings(512, 256, 1024, 64, NoUpscale: true));
        var error = Assert.Throws<ArgumentException>(() => bucketing.Fit(new ImageSize(63, 900)));
        Assert.Contains("63×900", error.Message, StringComparison.Ordinal);
    }
}

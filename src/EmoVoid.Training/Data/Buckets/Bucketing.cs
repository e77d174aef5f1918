namespace EmoVoid.Training.Data.Buckets;

/// <summary>Finds each picture's bucket: of the sizes of about the same area, the one whose shape is nearest.</summary>
/// <remarks>
/// Equal to kohya-ss/sd-scripts (<c>BucketManager.select_bucket</c>, <c>make_bucket_resolutions</c>) in every size, rounding included:
/// people compare runs, and captions and crops were chosen for these buckets.
/// </remarks>
public sealed class Bucketing : IPictureFit
{
    private readonly BucketSettings settings;

    public Bucketing(BucketSettings settings)
    {
        this.settings = settings;
        Buckets = MakeBuckets(settings);
    }

    /// <summary>The buckets to choose from, narrowest first. With <see cref="BucketSettings.NoUpscale"/> a picture may get another one.</summary>
    public IReadOnlyList<ImageSize> Buckets { get; }

    /// <exception cref="ArgumentException">The picture is too small for any bucket; only with <see cref="BucketSettings.NoUpscale"/>.</exception>
    public BucketFit Fit(ImageSize image) => settings.NoUpscale ? FitShrinking(image) : FitScaling(image);

    private static ImageSize[] MakeBuckets(BucketSettings s)
    {
        var area = (long)s.Resolution * s.Resolution;
        var square = s.Resolution / s.Step * s.Step;
        var buckets = new HashSet<ImageSize> { new(square, square) };
        for (var width = s.Smallest; width <= s.Largest; width += s.Step)
        {
            var height = (int)Math.Min(s.Largest, area / width / s.Step * s.Step);
            if (height < s.Smallest)
                continue;
            buckets.Add(new ImageSize(width, height));
            buckets.Add(new ImageSize(height, width));
        }

        return [.. buckets.OrderBy(bucket => bucket.Width).ThenBy(bucket => bucket.Height)];
    }

    private BucketFit FitScaling(ImageSize image)
    {
        var bucket = Buckets.Contains(image) ? image : Buckets.MinBy(candidate => Math.Abs(candidate.AspectRatio - image.AspectRatio));
        var scale = image.AspectRatio > bucket.AspectRatio
            ? (double)bucket.Height / image.Height
            : (double)bucket.Width / image.Width;
        return new BucketFit(bucket, new ImageSize(Round(image.Width * scale), Round(image.Height * scale)));
    }

    private BucketFit FitShrinking(ImageSize image)
    {
        var area = (long)settings.Resolution * settings.Resolution;
        var resized = image.Area > area ? ShrinkTo(area, image.AspectRatio) : image;
        var bucket = new ImageSize(FloorToStep(resized.Width), FloorToStep(resized.Height));
        if (bucket.Area == 0)
            throw new ArgumentException($"a picture of {image} is smaller than the smallest bucket side, {settings.Step} pixels");
        return new BucketFit(bucket, resized);
    }

    /// <summary>One side becomes a multiple of the step; which one is decided by the shape that the bucket then has.</summary>
    private ImageSize ShrinkTo(long area, double aspect)
    {
        var width = Math.Sqrt(area * aspect);
        var height = area / width;

        var byWidth = FloorToStep(Round(width));
        var byWidthAspect = (double)byWidth / FloorToStep(Round(byWidth / aspect));
        var byHeight = FloorToStep(Round(height));
        var byHeightAspect = (double)FloorToStep(Round(byHeight * aspect)) / byHeight;

        return Math.Abs(byWidthAspect - aspect) < Math.Abs(byHeightAspect - aspect)
            ? new ImageSize(byWidth, Round(byWidth / aspect))
            : new ImageSize(Round(byHeight * aspect), byHeight);
    }

    private int FloorToStep(int pixels) => pixels - pixels % settings.Step;

    /// <summary>Half up, as the reference rounds; Math.Round would take halves to the even neighbour.</summary>
    private static int Round(double pixels) => (int)(pixels + 0.5);
}

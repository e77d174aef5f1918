using EmoVoid.Contracts.Plans;

namespace EmoVoid.Training.Data.Buckets;

/// <summary>Finds the size that a picture is trained at.</summary>
public interface IPictureFit
{
    /// <param name="image">The picture's own size, upright.</param>
    BucketFit Fit(ImageSize image);
}

/// <summary>The fits by their names in a plan.</summary>
public static class PictureFits
{
    /// <param name="resolution">Side in pixels of the square whose area no size exceeds; at least 32.</param>
    public static IPictureFit Of(PictureFit fit, int resolution) =>
        fit == PictureFit.Native ? new NativeFit(resolution) : new Bucketing(BucketSettings.For(resolution));
}

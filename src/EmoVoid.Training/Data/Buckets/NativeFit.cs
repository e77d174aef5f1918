namespace EmoVoid.Training.Data.Buckets;

/// <summary>Keeps each picture whole and nearly in its own shape: of all sizes within the token budget, the one that stretches it least.</summary>
/// <remarks>
/// A token is a patch of 16×16 pixels, and a square of the resolution's side has resolution² / 256 of them: the budget. A size is a whole
/// number of patches wide and high. Among those, least stretch is not all: a hundredth of it is worth a tenth of the budget and no more,
/// or a picture of a shape like 641:480 would shrink to a few patches for an exact fit. No side is longer than twice the resolution, as
/// in kohya's buckets; so a very long picture has fewer tokens, and only one longer than (2 × resolution / 16) to 1 loses its shape.
/// </remarks>
public sealed class NativeFit : IPictureFit
{
    private const int Patch = BucketSettings.PixelsPerPatch;

    /// <summary>How much stretch a wasted token is worth, both as logarithms.</summary>
    private const double WasteWeight = 0.1;

    private readonly int longest; // in patches

    /// <param name="resolution">In pixels, at least 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is below 32.</exception>
    public NativeFit(int resolution)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 2 * Patch);
        Tokens = (int)((long)resolution * resolution / (Patch * Patch));
        longest = 2 * resolution / Patch;
    }

    /// <summary>No size has more patches.</summary>
    public int Tokens { get; }

    /// <summary>How far a size is from a shape: ln of the factor that one side is stretched by against the other; 0 is none.</summary>
    public static double Stretch(ImageSize size, double aspect) => Math.Abs(Math.Log(size.AspectRatio / aspect));

    /// <summary>The picture resized to exactly the size that is trained at: nothing is cropped.</summary>
    public BucketFit Fit(ImageSize image)
    {
        var size = Sizes(image.AspectRatio).MinBy(candidate => Cost(candidate, image.AspectRatio));
        return new BucketFit(size, size);
    }

    /// <summary>For each width the two heights around the right one, as far as the budget allows them.</summary>
    private IEnumerable<ImageSize> Sizes(double aspect)
    {
        for (var width = 1; width <= longest; width++)
        {
            var highest = Math.Min(longest, Tokens / width);
            var below = (int)Math.Clamp(Math.Floor(width / aspect), 1, longest);
            for (var height = Math.Min(below, highest); height <= Math.Min(below + 1, highest) && height > 0; height++)
                yield return new ImageSize(width * Patch, height * Patch);
        }
    }

    private double Cost(ImageSize size, double aspect) =>
        Stretch(size, aspect) + WasteWeight * Math.Log((double)Tokens * Patch * Patch / size.Area);
}

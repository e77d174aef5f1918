namespace EmoVoid.Training.Data.Buckets;

/// <summary>Which picture sizes a run trains at. All in pixels.</summary>
/// <param name="Resolution">Side of the square whose area no bucket exceeds.</param>
/// <param name="Smallest">No side of a bucket is shorter.</param>
/// <param name="Largest">No side of a bucket is longer.</param>
/// <param name="Step">Sides are multiples of this.</param>
/// <param name="NoUpscale">Keep small pictures at their size instead of enlarging them to a bucket of the full area.</param>
public sealed record BucketSettings(int Resolution, int Smallest, int Largest, int Step, bool NoUpscale = false)
{
    /// <summary>A latent is an eighth of the picture's size and the DiT cuts it into 2×2 patches.</summary>
    public const int PixelsPerPatch = 16;

    /// <summary>
    /// Kohya's defaults at 512 and above (256 to 2 × resolution in steps of 64); below, finer steps down to one patch, so that a small
    /// model's run still has buckets to choose from.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The resolution is below 32: no two patches would fit beside each other.</exception>
    public static BucketSettings For(int resolution)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 2 * PixelsPerPatch);
        var step = Math.Clamp(resolution / 8 / PixelsPerPatch * PixelsPerPatch, PixelsPerPatch, 64);
        var smallest = Math.Min(256, resolution / 2 / step * step);
        return new BucketSettings(resolution, Math.Max(smallest, step), 2 * resolution, step);
    }
}

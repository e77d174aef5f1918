namespace EmoVoid.Training.Data.Buckets;

/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    public double AspectRatio => (double)Width / Height;
    public long Area => (long)Width * Height;
    public override string ToString() => $"{Width}×{Height}";
}

/// <summary>How a picture comes to its bucket: resized to cover it, then cropped to it in the middle.</summary>
/// <param name="Bucket">What is trained on.</param>
/// <param name="Resized">The whole picture after resizing; on no side shorter than the bucket.</param>
public readonly record struct BucketFit(ImageSize Bucket, ImageSize Resized)
{
    /// <summary>Pixels cut off at the left.</summary>
    public int Left => (Resized.Width - Bucket.Width) / 2;

    /// <summary>Pixels cut off at the top.</summary>
    public int Top => (Resized.Height - Bucket.Height) / 2;
}

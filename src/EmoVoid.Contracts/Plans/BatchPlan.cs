using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Plans;

/// <summary>How pictures and captions become the batches of a step. The defaults change nothing: every picture as it is, with its caption as written.</summary>
public sealed record BatchPlan
{
    /// <summary>How a picture comes to the size that it is trained at.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Bucket;

    /// <summary>Batches in one step. Their losses and gradients are averaged; at least 1.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>How likely a sample is shown with the empty caption, 0 to 1.</summary>
    public double CaptionDropout { get; init; }

    /// <summary>Whether the tags of a caption, which commas part, come in another order each time.</summary>
    public bool ShuffleTags { get; init; }

    /// <summary>How many tags at the front of a caption keep their place.</summary>
    public int KeepTags { get; init; }

    /// <summary>How many shuffled orders of a caption are made and cached; at least 1. Means nothing without <see cref="ShuffleTags"/>.</summary>
    public int CaptionVariants { get; init; } = 1;

    /// <summary>Whether a sample is shown mirrored, left to right, half of the time.</summary>
    public bool Flip { get; init; }

    /// <summary>Whether the alpha channel of a picture without a mask of its own (<see cref="CaptionedImage.Mask"/>) is its mask.</summary>
    public bool AlphaMask { get; init; }
}

/// <summary>How a picture comes to the size that it is trained at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PictureFit>))]
public enum PictureFit
{
    /// <summary>Kohya's: resized to cover the nearest of a few sizes, and cropped to it.</summary>
    [JsonStringEnumMemberName("bucket")] Bucket,

    /// <summary>Resized, whole, to the size of nearly its own shape that the token budget has room for.</summary>
    [JsonStringEnumMemberName("native")] Native,
}

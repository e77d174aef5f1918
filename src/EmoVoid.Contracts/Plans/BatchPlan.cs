using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Plans;

/// <summary>How pictures and captions become the batches of a step. The defaults change nothing: every picture as it is, with its caption as written.</summary>
/// <remarks>Parameters and not members: the JSON reader keeps the defaults of parameters that a file leaves out, and not those of members.</remarks>
/// <param name="Fit">How a picture comes to the size that it is trained at.</param>
/// <param name="GradientAccumulation">Batches in one step, whose losses and gradients are averaged; at least 1.</param>
/// <param name="CaptionDropout">How likely a sample is shown with the empty caption, 0 to 1.</param>
/// <param name="ShuffleTags">Whether the tags of a caption, which commas part, come in another order each time.</param>
/// <param name="KeepTags">How many tags at the front of a caption keep their place.</param>
/// <param name="CaptionVariants">How many orders of a caption are made and cached; at least 1. Means nothing without <paramref name="ShuffleTags"/>.</param>
/// <param name="Flip">Whether a sample is shown mirrored, left to right, half of the time.</param>
/// <param name="AlphaMask">Whether the alpha channel of a picture without a mask of its own (<see cref="CaptionedImage.Mask"/>) is its mask.</param>
public sealed record BatchPlan(
    PictureFit Fit = PictureFit.Bucket,
    int GradientAccumulation = 1,
    double CaptionDropout = 0,
    bool ShuffleTags = false,
    int KeepTags = 0,
    int CaptionVariants = 1,
    bool Flip = false,
    bool AlphaMask = false);

/// <summary>How a picture comes to the size that it is trained at.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PictureFit>))]
public enum PictureFit
{
    /// <summary>Kohya's: resized to cover the nearest of a few sizes, and cropped to it.</summary>
    [JsonStringEnumMemberName("bucket")] Bucket,

    /// <summary>Resized, whole, to the size of nearly its own shape that the token budget has room for.</summary>
    [JsonStringEnumMemberName("native")] Native,
}

using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>The masks of the plan's pictures, at the size of their latents.</summary>
internal sealed class Masks(RunPlan plan, Action<TrainerEvent> say)
{
    private int found;

    /// <param name="bytes">The picture's file.</param>
    /// <param name="fit">The picture's.</param>
    /// <returns>(1, h, w) float32, 0..1: the mean of the mask over each number of the latent, 8×8 pixels; null when all is learned.</returns>
    /// <exception cref="UnreadableImageException">The mask cannot be read.</exception>
    public Tensor? Of(CaptionedImage image, byte[] bytes, BucketFit fit)
    {
        if (Decode(image, bytes, fit) is not { } mask)
            return null;
        found++;
        if (mask.Pixels.All(pixel => pixel == byte.MaxValue))
            return null;
        if (mask.Pixels.All(pixel => pixel == 0))
            say(new Noted($"The mask of {image.File} is black everywhere: nothing is learned from this picture."));

        using var scope = NewDisposeScope();
        var pixels = tensor(mask.Pixels).reshape(1, mask.Size.Height, mask.Size.Width).to(float32) / 255;  // (1, H, W)
        return nn.functional.avg_pool2d(pixels, 8).MoveToOuterDisposeScope();                              // (1, H/8, W/8)
    }

    /// <summary>After all pictures: says so when masks were asked for and none was there.</summary>
    public void NoteIfNone()
    {
        if (found == 0 && plan.Train.Batches.AlphaMask)
            say(new Noted("Masks by alpha channel were asked for, but no picture has one: all pictures are learned whole."));
    }

    private MaskImage? Decode(CaptionedImage image, byte[] bytes, BucketFit fit)
    {
        if (image.Mask is null)
            return plan.Train.Batches.AlphaMask ? MaskDecoder.DecodeAlpha(bytes, image.File, fit) : null;
        var file = Path.Combine(plan.Dataset.Folder, image.Mask);
        return MaskDecoder.DecodeMask(ImageDecoder.ReadFile(file), file, fit);
    }
}

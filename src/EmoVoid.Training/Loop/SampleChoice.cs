using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Randomness;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>How a sample is shown at a step: mirrored or not, in which order of its tags, with its caption or without.</summary>
/// <remarks>A choice comes from (seed, step, place in the step), so a picture that comes twice in a step need not be shown twice alike.</remarks>
internal sealed class SampleChoice(long seed, BatchPlan batches)
{
    /// <param name="step">Counted from 1.</param>
    /// <param name="place">Among all samples of the step, over all its batches; counted from 0.</param>
    public ShownSample Of(Sample sample, int step, int place)
    {
        var mirrored = batches.Flip && Uniform(Purpose.Flip) < 0.5;
        var dropped = Uniform(Purpose.CaptionDropout) < batches.CaptionDropout;
        var variant = (int)(Uniform(Purpose.CaptionVariant) * sample.Contexts.Count);
        return new ShownSample(
            mirrored ? sample.MirroredLatent! : sample.Latent,
            dropped ? sample.EmptyContext! : sample.Contexts[variant],
            mirrored ? Mirrored(sample.Mask) : sample.Mask);

        double Uniform(Purpose purpose) => new Draw(seed, purpose, step, place).Uniform(0);
    }

    /// <summary>(1, h, w), left to right.</summary>
    private static Tensor? Mirrored(Tensor? mask) => mask?.flip(2);
}

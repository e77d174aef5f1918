using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>A picture with its caption, in all the ways that it may be shown to the DiT. On the CPU; a batch is copied to the device.</summary>
/// <param name="Latent">(C, h, w) float32, normalised.</param>
/// <param name="Contexts">(n, D) float32 for each order of the caption's tags: the rows of the text; the rows after them are zero and not kept.</param>
public sealed record Sample(string File, ImageSize Bucket, int Repeats, Tensor Latent, IReadOnlyList<Tensor> Contexts)
{
    /// <summary>(C, h, w): the latent of the mirrored picture, which is not the mirrored latent; null: it is never mirrored.</summary>
    public Tensor? MirroredLatent { get; init; }

    /// <summary>(n, D): the context of the empty caption, shared by all samples; null: captions are never dropped.</summary>
    public Tensor? EmptyContext { get; init; }

    /// <summary>(1, h, w) float32, 0..1: how much of each place is learned; null: all of it.</summary>
    public Tensor? Mask { get; init; }
}

/// <summary>A sample as it is shown once.</summary>
/// <param name="Latent">(C, h, w)</param>
/// <param name="Context">(n, D)</param>
/// <param name="Mask">(1, h, w), mirrored when the latent is; null: all is learned.</param>
public readonly record struct ShownSample(Tensor Latent, Tensor Context, Tensor? Mask);

/// <summary>Samples of one bucket, together.</summary>
/// <param name="Latents">(B, C, h, w) float32</param>
/// <param name="Contexts">(B, 512, D) float32, zero rows included: the DiT attends to all of them.</param>
/// <param name="Masks">(B, 1, h, w) float32, 0..1; null when all of every sample is learned.</param>
public readonly record struct Batch(Tensor Latents, Tensor Contexts, Tensor? Masks)
{
    /// <param name="samples">Of one bucket.</param>
    public static Batch Of(IReadOnlyList<ShownSample> samples, Device device)
    {
        using var scope = NewDisposeScope();
        var latents = stack(samples.Select(sample => sample.Latent)).to(device);                          // (B, C, h, w)
        var contexts = stack(samples.Select(sample => Padded(sample.Context))).to(device);                // (B, 512, D)
        var masks = samples.Any(sample => sample.Mask is not null)
            ? stack(samples.Select(sample => sample.Mask ?? Everything(sample.Latent))).to(device)        // (B, 1, h, w)
            : null;
        return new Batch(latents.MoveToOuterDisposeScope(), contexts.MoveToOuterDisposeScope(), masks?.MoveToOuterDisposeScope());
    }

    /// <summary>(n, D) → (512, D)</summary>
    internal static Tensor Padded(Tensor context) => nn.functional.pad(context, [0, 0, 0, PromptTokens.Length - context.shape[0]]);

    /// <summary>(C, h, w) → (1, h, w)</summary>
    private static Tensor Everything(Tensor latent) => ones(1, latent.shape[1], latent.shape[2]);
}

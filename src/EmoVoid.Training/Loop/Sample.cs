using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>A picture with its caption as the DiT sees them. On the CPU; a batch is copied to the device.</summary>
/// <param name="Latent">(C, h, w) float32, normalised.</param>
/// <param name="Context">(n, D) float32: the rows of the caption; the rows after them are zero and not kept.</param>
public sealed record Sample(string File, ImageSize Bucket, int Repeats, Tensor Latent, Tensor Context);

/// <summary>The samples of one step.</summary>
/// <param name="Latents">(B, C, h, w) float32</param>
/// <param name="Contexts">(B, 512, D) float32, zero rows included: the DiT attends to all of them.</param>
public readonly record struct Batch(Tensor Latents, Tensor Contexts)
{
    /// <param name="samples">Of one bucket.</param>
    public static Batch Of(IReadOnlyList<Sample> samples, Device device)
    {
        using var scope = NewDisposeScope();
        var latents = stack(samples.Select(sample => sample.Latent)).to(device);                          // (B, C, h, w)
        var contexts = stack(samples.Select(sample => Padded(sample.Context))).to(device);                // (B, 512, D)
        return new Batch(latents.MoveToOuterDisposeScope(), contexts.MoveToOuterDisposeScope());
    }

    /// <summary>(n, D) → (512, D)</summary>
    internal static Tensor Padded(Tensor context) => nn.functional.pad(context, [0, 0, 0, PromptTokens.Length - context.shape[0]]);
}

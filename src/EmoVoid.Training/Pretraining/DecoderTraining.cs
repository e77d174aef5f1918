using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>A stage of the decoder: it learns alone to show the latents as well as they can be shown. The encoder, and so the DiT's work, stays.</summary>
/// <remarks>Source: the fine-tuned decoders of Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models".</remarks>
/// <param name="latents">(N, C, h, w): of the pictures of the recipe.</param>
internal sealed class DecoderTraining(QwenImageVae vae, Tensor latents, PretrainingRecipe recipe, StageRecipe stage)
{
    /// <summary>Of the noise on the latents: those that the DiT makes are not exact either.</summary>
    private const double Deviation = 0.05;

    /// <summary>Of the absolute error beside the squared one.</summary>
    private const double EdgeWeight = 0.02;

    private readonly SampleOrder order = new(recipe.Seed, [.. Enumerable.Repeat<object>("all", recipe.Pictures)], [.. Enumerable.Repeat(1, recipe.Pictures)], stage.Batch);

    /// <param name="step">Counted from 1 over all stages.</param>
    public Tensor Loss(int step)
    {
        using var scope = NewDisposeScope();
        var pictures = order.Step(step)[0];
        var z = latents.index_select(0, tensor(pictures.Select(picture => (long)picture).ToArray())).to(float32); // (B, C, h, w)
        var pixels = Drawings.Trained(recipe.Seed, pictures);                          // (B, 3, H, W) −1..1
        var side = Math.Min(stage.Piece ?? z.shape[2], z.shape[2]);                    // s, in latents
        var places = pictures.Select((_, i) => Place(step, i, z.shape[2] - side)).ToList();
        var pieces = stack([.. places.Select((at, i) => Piece(z[i], at, side, 1))]);   // (B, C, s, s)
        var drawn = stack([.. places.Select((at, i) => Piece(pixels[i], at, side, vae.Sizes.Shrink))]); // (B, 3, 8s, 8s)
        var noise = FlowDraws.Noise(recipe.Seed, step, pieces.shape);                  // (B, C, s, s) ε ~ N(0, 1)
        var error = vae.Paint(pieces + Deviation * noise) - drawn;                     // (B, 3, 8s, 8s)
        return (error.square().mean() + EdgeWeight * error.abs().mean()).MoveToOuterDisposeScope();
    }

    /// <summary>The upper left corner of a sample's piece, in latents, 0 to <paramref name="last"/>.</summary>
    private (long Top, long Left) Place(int step, int sample, long last)
    {
        var draw = new Draw(recipe.Seed, Purpose.Crop, step, sample);
        return ((long)(draw.Uniform(0) * (last + 1)), (long)(draw.Uniform(1) * (last + 1)));
    }

    private static Tensor Piece(Tensor picture, (long Top, long Left) at, long side, long scale) =>
        picture.narrow(1, at.Top * scale, side * scale).narrow(2, at.Left * scale, side * scale);
}

using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>The third stage: the decoder alone learns to show the latents as well as they can be shown. The encoder, and so the DiT's work, stays.</summary>
/// <remarks>Source: the fine-tuned decoders of Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models".</remarks>
/// <param name="latents">(N, C, h, w): of the pictures of the recipe.</param>
internal sealed class DecoderTraining(QwenImageVae vae, Tensor latents, PretrainingRecipe recipe)
{
    /// <summary>Of the noise on the latents: those that the DiT makes are not exact either.</summary>
    private const double Deviation = 0.05;

    /// <summary>Of the absolute error beside the squared one.</summary>
    private const double EdgeWeight = 0.02;

    /// <summary>In latents: a quarter of a picture.</summary>
    private const int PieceSide = 8;

    private readonly SampleOrder order = new(recipe.Seed, [.. Enumerable.Repeat<object>("all", recipe.Pictures)], [.. Enumerable.Repeat(1, recipe.Pictures)], recipe.Decoder.Batch);

    /// <param name="step">Counted from 1.</param>
    public Tensor Loss(int step)
    {
        using var scope = NewDisposeScope();
        var pictures = order.Step(step)[0];
        var z = latents.index_select(0, tensor(pictures.Select(picture => (long)picture).ToArray())).to(float32); // (B, C, h, w)
        var pixels = Drawings.Trained(recipe.Seed, pictures);                          // (B, 3, H, W) −1..1
        var places = pictures.Select((_, i) => Place(step, i, z.shape[2])).ToList();
        var pieces = stack([.. places.Select((at, i) => Piece(z[i], at, 1))]);         // (B, C, 8, 8)
        var drawn = stack([.. places.Select((at, i) => Piece(pixels[i], at, vae.Sizes.Shrink))]); // (B, 3, 64, 64)
        var noise = FlowDraws.Noise(recipe.Seed, step, pieces.shape);                  // (B, C, 8, 8) ε ~ N(0, 1)
        var error = vae.Paint(pieces + Deviation * noise) - drawn;                     // (B, 3, 64, 64)
        return (error.square().mean() + EdgeWeight * error.abs().mean()).MoveToOuterDisposeScope();
    }

    /// <summary>The upper left corner of a sample's piece, in latents.</summary>
    private (long Top, long Left) Place(int step, int sample, long side)
    {
        var draw = new Draw(recipe.Seed, Purpose.Crop, step, sample);
        return ((long)(draw.Uniform(0) * (side - PieceSide + 1)), (long)(draw.Uniform(1) * (side - PieceSide + 1)));
    }

    private static Tensor Piece(Tensor picture, (long Top, long Left) at, long scale) =>
        picture.narrow(1, at.Top * scale, PieceSide * scale).narrow(2, at.Left * scale, PieceSide * scale);
}

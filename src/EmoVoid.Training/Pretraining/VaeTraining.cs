using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>The first stage: a VAE that shows a drawing again from an eighth of its size.</summary>
/// <remarks>
/// Source: Kingma and Welling, "Auto-Encoding Variational Bayes", with a fixed deviation of the posterior in place of a learned one: a little noise
/// on latents that are pulled towards 0 keeps them smooth, which is what the DiT needs of them.
/// </remarks>
internal sealed class VaeTraining(QwenImageVae vae, PretrainingRecipe recipe)
{
    /// <summary>Of the noise on the latents, whose own deviation is about 1.</summary>
    private const double Deviation = 0.15;

    private const double PullWeight = 1e-3;

    /// <summary>Of the absolute error beside the squared one: it keeps edges sharp.</summary>
    private const double EdgeWeight = 0.1;

    /// <summary>Convolutions learn as much from a quarter of a picture at a quarter of the price; whole pictures come in the end.</summary>
    private const int CropSide = CreatureWorld.Side / 2;
    private const int CropsAPicture = 4;
    private const double CroppedShare = 0.8;

    /// <param name="step">Counted from 1.</param>
    public Tensor Loss(int step)
    {
        using var scope = NewDisposeScope();
        var pixels = Batch(step);                                                      // (B, 3, H, W) −1..1
        var z = vae.Encode(pixels);                                                    // (B, C, h, w)
        var noise = Noise(step, z.shape);                                              // (B, C, h, w) ε ~ N(0, 1)
        var error = vae.Paint(z + Deviation * noise) - pixels;                         // (B, 3, H, W)
        var loss = error.square().mean() + EdgeWeight * error.abs().mean() + PullWeight * 0.5 * z.square().mean();
        return loss.MoveToOuterDisposeScope();
    }

    private Tensor Batch(int step)
    {
        using var scope = NewDisposeScope();
        var first = (step - 1) * recipe.Vae.Batch;
        var pictures = Drawings.Trained(recipe.Seed, [.. Enumerable.Range(first, recipe.Vae.Batch)]);
        if (step > CroppedShare * recipe.Vae.Steps)
            return pictures.MoveToOuterDisposeScope();
        var crops = Enumerable.Range(0, recipe.Vae.Batch * CropsAPicture).Select(i => Crop(pictures[i / CropsAPicture], new Draw(recipe.Seed, Purpose.Crop, step, i)));
        return stack(crops).MoveToOuterDisposeScope();
    }

    /// <summary>A random place: (3, H, W) → (3, 64, 64)</summary>
    private static Tensor Crop(Tensor picture, Draw draw) =>
        picture.narrow(1, Place(draw.Uniform(0)), CropSide).narrow(2, Place(draw.Uniform(1)), CropSide);

    private static long Place(double uniform) => (long)(uniform * (CreatureWorld.Side - CropSide + 1));

    private Tensor Noise(int step, long[] shape) => FlowMatching.FlowDraws.Noise(recipe.Seed, step, shape);
}

using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>How well a VAE shows drawings again that it was not trained on.</summary>
public static class Psnr
{
    private const int AtOnce = 16;

    /// <summary>Peak signal-to-noise ratio in decibels, 10·log₁₀(255² / mean squared error) over all pixels, rounded to eight bits.</summary>
    /// <param name="pictures">How many held-out drawings.</param>
    public static double OfHeldOut(QwenImageVae vae, long seed, int pictures)
    {
        using var grad = no_grad();
        var sum = 0.0;
        foreach (var indices in Enumerable.Range(0, pictures).Chunk(AtOnce))
        {
            using var scope = NewDisposeScope();
            var drawn = Drawings.HeldOut(seed, indices);                               // (B, 3, H, W) −1..1
            var shown = vae.Decode(vae.Encode(drawn));                                 // (B, 3, H, W)
            var error = (shown - drawn).mul(127.5).round();
            sum += error.square().mean([1, 2, 3]).sum().item<float>();
        }

        return 10 * Math.Log10(255.0 * 255.0 / (sum / pictures));
    }
}

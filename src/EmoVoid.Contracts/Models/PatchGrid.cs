namespace EmoVoid.Contracts.Models;

/// <summary>A picture's sides are multiples of 16 pixels: the VAE makes one latent of 8, and the DiT one token of 2 latents.</summary>
public static class PatchGrid
{
    public const int Pixels = 16;

    /// <summary>The nearest multiple, the higher one of two equally near.</summary>
    public static int Round(int resolution) => (resolution + Pixels / 2) / Pixels * Pixels;
}

using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>Decodes a latent piece by piece, in tiles that overlap and fade into each other.</summary>
/// <param name="Side">Of a tile, in latents.</param>
/// <param name="Overlap">Of two neighbours at least, in latents; less than <paramref name="Side"/>.</param>
public sealed record Tiles(int Side, int Overlap)
{
    /// <summary>512 pixels with 128 of overlap: wider than the reach of the VAE's convolutions.</summary>
    public static Tiles Default { get; } = new(64, 16);

    /// <summary>Each pixel is the mean of the tiles that cover it; a tile's weight falls to nothing towards an inner border.</summary>
    /// <param name="z">(B, C, h, w)</param>
    /// <param name="scale">Pixels to a latent.</param>
    /// <param name="decode">(B, C, h', w') → (B, 3, scale·h', scale·w')</param>
    /// <returns>(B, 3, scale·h, scale·w) float32 on the CPU</returns>
    public Tensor Decode(Tensor z, int scale, Func<Tensor, Tensor> decode)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (h, w) = ((int)z.shape[2], (int)z.shape[3]);
        var sum = zeros(z.shape[0], 3, h * scale, w * scale);                                   // (B, 3, H, W)  Σ weight·pixel
        var weights = zeros(1, 1, h * scale, w * scale);                                        // (1, 1, H, W)  Σ weight
        foreach (var (top, height) in Spans(h))
            foreach (var (left, width) in Spans(w))
            {
                using var tile = NewDisposeScope();
                var pixels = decode(z.narrow(2, top, height).narrow(3, left, width)).cpu();     // (B, 3, H', W')
                var weight = Fade(top, height, h, scale).unsqueeze(1) * Fade(left, width, w, scale); // (H', W')
                At(sum).add_(pixels * weight);
                At(weights).add_(weight);

                Tensor At(Tensor whole) => whole.narrow(2, top * scale, height * scale).narrow(3, left * scale, width * scale);
            }

        return (sum / weights).MoveToOuterDisposeScope();
    }

    /// <summary>Where the tiles lie along an axis; the last one ends where the axis does.</summary>
    internal IEnumerable<(int Start, int Length)> Spans(int length)
    {
        if (length <= Side)
            return [(0, length)];
        var count = 1 + (length - Side + Side - Overlap - 1) / (Side - Overlap);
        return Enumerable.Range(0, count).Select(i => (Math.Min(i * (Side - Overlap), length - Side), Side));
    }

    /// <summary>(n): 1, but rising from nothing over the overlap at each end that is not the picture's own.</summary>
    private Tensor Fade(int start, int length, int whole, int scale)
    {
        var n = length * scale;
        double ramp = Overlap * scale;
        return tensor(Enumerable.Range(0, n).Select(i => (float)Math.Min(
            start == 0 ? 1 : (i + 0.5) / ramp,
            start + length == whole ? 1 : (n - i - 0.5) / ramp)).ToArray()).clamp_max(1);
    }
}

using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining.World;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>Pictures in a tensor: (N, 3, H, W) uint8.</summary>
internal static class Pictures
{
    private const int AtOnce = 16;

    public static Tensor Draw(int count, Func<int, RgbImage> paint)
    {
        const int side = CreatureWorld.Side;
        var pixels = new byte[count * side * side * 3];
        Parallel.For(0, count, i => paint(i).Pixels.CopyTo(pixels.AsSpan(i * side * side * 3)));
        using var scope = NewDisposeScope();
        return tensor(pixels).reshape(count, side, side, 3).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>−1..1, as models take them: float32.</summary>
    public static Tensor ToSigned(Tensor pictures) => pictures.to(float32) / 127.5 - 1;

    /// <summary>From −1..1, as a picture file would hold them.</summary>
    public static Tensor ToBytes(Tensor signed) => ((signed + 1) * 127.5).round().clamp(0, 255).to(uint8);

    /// <summary>To latents and back.</summary>
    /// <param name="disturb">Changes the latents in between.</param>
    public static Tensor Reconstruct(QwenImageVae vae, Tensor pictures, Func<Tensor, Tensor>? disturb = null) =>
        InParts(pictures, part => ToBytes(vae.Decode((disturb ?? (z => z))(vae.Encode(ToSigned(part))))));

    public static Tensor Encode(QwenImageVae vae, Tensor pictures) => InParts(pictures, part => vae.Encode(ToSigned(part)));

    public static Tensor Decode(QwenImageVae vae, Tensor latents) => InParts(latents, part => ToBytes(vae.Decode(part)));

    public static RgbImage ToImage(Tensor picture)
    {
        using var scope = NewDisposeScope();
        var rows = picture.permute(1, 2, 0).contiguous();                              // (H, W, 3)
        return new RgbImage(new ImageSize((int)rows.shape[1], (int)rows.shape[0]), rows.bytes.ToArray());
    }

    /// <summary>A few at once, so that the activations stay small.</summary>
    private static Tensor InParts(Tensor all, Func<Tensor, Tensor> work)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (long first = 0; first < all.shape[0]; first += AtOnce)
        {
            using var one = NewDisposeScope();
            parts.Add(work(all.narrow(0, first, Math.Min(AtOnce, all.shape[0] - first))).MoveToOuterDisposeScope());
        }

        return cat(parts).MoveToOuterDisposeScope();
    }
}

using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Images;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Vae;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>From latents to pictures, whole or in tiles. All pictures of a sheet are decoded the same way, since the two differ a little.</summary>
/// <param name="inTiles">See <see cref="InTiles"/>.</param>
internal sealed class PictureDecoder(QwenImageVae vae, bool inTiles)
{
    /// <summary>What libtorch has kept of a GPU's memory can be had and does not look free; with this much the rest of a card of 6 GB is left alone.</summary>
    private const long BudgetOfGpu = 2L << 30;

    /// <summary>Activations of the finest level that live at once in a residual block: input, norms, SiLUs, convolutions, sum.</summary>
    private const int LiveActivations = 9;

    /// <summary>Whether to decode in tiles: as asked, or when a whole picture would take more than half of what is free.</summary>
    public static bool InTiles(VaeTiles asked, VaeSizes sizes, int width, int height, Device device) => asked switch
    {
        VaeTiles.Always => true,
        VaeTiles.Never => false,
        _ => BytesOfWhole(sizes, width, height) > (device.type == DeviceType.CPU ? DeviceMemory.Free(device) / 2 : BudgetOfGpu),
    };

    /// <summary>An estimate of the memory that decoding a whole picture takes, in float32.</summary>
    internal static long BytesOfWhole(VaeSizes sizes, int width, int height) =>
        LiveActivations * sizeof(float) * sizes.Levels[0] * width * height;

    /// <param name="latent">(1, C, h, w), normalised</param>
    public RgbImage Decode(Tensor latent)
    {
        using var scope = NewDisposeScope();
        var z = latent.to(vae.Placement.Device);
        var pixels = inTiles ? Tiles.Default.Decode(z, vae.Sizes.Shrink, vae.Decode) : vae.Decode(z).cpu(); // (1, 3, H, W) −1..1
        var rgb = ((pixels[0].permute(1, 2, 0) + 1) * 127.5).round().clamp(0, 255).to(uint8).contiguous();  // (H, W, 3) 0..255
        return new RgbImage(new ImageSize((int)rgb.shape[1], (int)rgb.shape[0]), rgb.bytes.ToArray());
    }
}

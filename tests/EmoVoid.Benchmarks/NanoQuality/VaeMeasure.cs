using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Pretraining;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>How near the VAE's pictures come to held-out drawings.</summary>
internal static class VaeMeasure
{
    private const double Goal = 28;
    private const int Drawings = 64;
    private const long Seed = 11;

    public static void Run(QwenImageVae vae, Scorecard score)
    {
        var psnr = Psnr.OfHeldOut(vae, Seed, Drawings);
        score.Judge("VAE reconstruction", $"PSNR {psnr:0.0} dB over {Drawings} held-out drawings", "≥ 28 dB", psnr >= Goal);
    }
}

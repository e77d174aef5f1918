using EmoVoid.Training.Models.Vae;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>How near the VAE's pictures come to held-out drawings, both in eight bits.</summary>
internal static class VaeMeasure
{
    private const double Goal = 28;
    private const int Drawings = 64;

    public static void Run(QwenImageVae vae, Scorecard score)
    {
        using var scope = NewDisposeScope();
        var drawn = JudgeData.HeldOut(Drawings).Pictures;
        var error = (drawn.to(float32) - Pictures.Reconstruct(vae, drawn).to(float32)).square().mean([1, 2, 3]); // (N)
        var psnr = (20 * Math.Log10(255) - 10 * error.log10()).data<float>().ToArray();  // dB
        score.Judge("VAE reconstruction", $"PSNR {psnr.Average():0.0} dB, worst of {Drawings}: {psnr.Min():0.0} dB", "≥ 28 dB", psnr.Average() >= Goal);
    }
}

using System.Runtime.InteropServices;
using EmoVoid.Training.Data.Randomness;
using static TorchSharp.torch;

namespace EmoVoid.Training.FlowMatching;

/// <summary>The random part of a training step, as a function of (seed, step, place in the step): a resumed run draws the same again.</summary>
public static class FlowDraws
{
    /// <summary>σ = sigmoid(scale·N(0, 1)) for each sample of the batch: most of the training is spent where picture and noise mix.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <param name="place">Of the batch's first sample among all of the step.</param>
    /// <param name="scale">Default 1; larger ones reach more often to the ends of 0..1.</param>
    /// <returns>(B) float32 on the CPU</returns>
    public static Tensor Sigma(long seed, int step, int batch, int place = 0, double scale = 1.0) =>
        tensor(Enumerable.Range(0, batch).Select(b => (float)Sigmoid(scale * new Draw(seed, Purpose.Sigma, step, place + b).Normal(0))).ToArray());

    /// <summary>ε: standard normal.</summary>
    /// <param name="step">Counted from 1.</param>
    /// <param name="shape">(B, C, H, W) of the latents</param>
    /// <param name="place">Of the batch's first sample among all of the step.</param>
    /// <returns>(B, C, H, W) float32 on the CPU</returns>
    public static Tensor Noise(long seed, int step, long[] shape, int place = 0)
    {
        var noise = empty(shape, dtype: float32);
        var numbers = MemoryMarshal.Cast<byte, float>(noise.bytes);
        var each = numbers.Length / (int)shape[0];
        for (var b = 0; b < shape[0]; b++)
            new Draw(seed, Purpose.Noise, step, place + b).FillNormal(numbers.Slice(b * each, each));
        return noise;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

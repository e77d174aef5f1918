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
    public static Tensor Noise(long seed, int step, long[] shape, int place = 0) => Noise(seed, Purpose.Noise, step, shape, place);

    /// <summary>
    /// The noise levels that are measured, in the distribution that <see cref="Sigma"/> trains with: of the n = pictures × each equal parts of that
    /// distribution, every one is met once, and each picture meets its pairs in parts that lie evenly over all of it.
    /// </summary>
    /// <param name="pictures">At least 1.</param>
    /// <param name="each">Pairs of a picture, at least 1.</param>
    /// <returns>σ of each pair: first one of every picture, then the second of every picture, and so on.</returns>
    public static double[] MeasuredSigmas(long seed, int pictures, int each)
    {
        var sigmas = new double[pictures * each];
        for (var pair = 0; pair < each; pair++)
        {
            // The parts of this round are pair·pictures and the next ones; which picture meets which of them is drawn.
            int[] parts = [.. Enumerable.Range(pair * pictures, pictures)];
            new Draw(seed, Purpose.MeasuredSigma, 1 + pair, 0).Shuffle<int>(parts);
            for (var picture = 0; picture < pictures; picture++)
            {
                var within = new Draw(seed, Purpose.MeasuredSigma, 0, parts[picture]).Uniform(0);
                sigmas[pair * pictures + picture] = Sigmoid(NormalQuantile.Of((parts[picture] + within) / sigmas.Length));
            }
        }

        return sigmas;
    }

    /// <summary>ε of one pair that is measured: standard normal, and other than any that is trained with.</summary>
    /// <param name="pair">Its number.</param>
    /// <param name="shape">(1, C, H, W) of the latent</param>
    /// <returns>(1, C, H, W) float32 on the CPU</returns>
    public static Tensor MeasuredNoise(long seed, int pair, long[] shape) => Noise(seed, Purpose.MeasuredNoise, 0, shape, pair);

    private static Tensor Noise(long seed, Purpose purpose, int step, long[] shape, int place)
    {
        var noise = empty(shape, dtype: float32);
        var numbers = MemoryMarshal.Cast<byte, float>(noise.bytes);
        var each = numbers.Length / (int)shape[0];
        for (var b = 0; b < shape[0]; b++)
            new Draw(seed, purpose, step, place + b).FillNormal(numbers.Slice(b * each, each));
        return noise;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

using System.Runtime.InteropServices;
using EmoVoid.Training.Data.Randomness;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>From noise (σ = 1) to a picture (σ = 0): Euler's method on dx/dσ = v(x, σ).</summary>
/// <remarks>Source: Liu et al., "Flow Straight and Fast", section 2.1; the shift: Esser et al., "Scaling Rectified Flow Transformers", section 5.3.2.</remarks>
public static class FlowSampler
{
    /// <summary>As Anima is sampled everywhere: more of the steps where there is much noise, and the composition is decided.</summary>
    public const double Shift = 3;

    /// <summary>Evenly spaced from 1 to 0, then σ' = s·σ / (1 + (s − 1)·σ).</summary>
    /// <param name="steps">At least 1.</param>
    /// <param name="shift">s, above 0; 1 leaves them evenly spaced.</param>
    /// <returns><paramref name="steps"/> + 1 numbers, the first 1 and the last 0</returns>
    public static double[] Sigmas(int steps, double shift = Shift)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return [.. Enumerable.Range(0, steps + 1).Select(i => 1 - (double)i / steps).Select(σ => shift * σ / (1 + (shift - 1) * σ))];
    }

    /// <summary>ε of a prompt: standard normal, the same for the base and for every LoRA.</summary>
    /// <param name="prompt">The place among the prompts, from 0.</param>
    /// <param name="shape">(1, C, h, w) of the latents</param>
    /// <returns>(1, C, h, w) float32 on the CPU</returns>
    public static Tensor Noise(long seed, int prompt, params long[] shape)
    {
        var noise = empty(shape, dtype: float32);
        new Draw(seed, Purpose.SampleNoise, step: 0, sample: prompt).FillNormal(MemoryMarshal.Cast<byte, float>(noise.bytes));
        return noise;
    }

    /// <param name="noise">(B, C, h, w), ε at σ = 1; left as it is</param>
    /// <param name="sigmas">Falling, to 0 in the end.</param>
    /// <param name="velocity">v(x, σ) ≈ ε − x₀, of the shape of x</param>
    /// <returns>(B, C, h, w), x₀</returns>
    /// <exception cref="OperationCanceledException">Stopped between two steps.</exception>
    public static Tensor Sample(Tensor noise, IReadOnlyList<double> sigmas, Func<Tensor, double, Tensor> velocity, CancellationToken stop = default)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var x = noise.alias();
        foreach (var (σ, next) in sigmas.Zip(sigmas.Skip(1)))
        {
            stop.ThrowIfCancellationRequested();
            using var before = x;
            using var v = velocity(x, σ);
            x = x.add(v, alpha: next - σ);                             // x + (σ' − σ)·v
        }

        return x.MoveToOuterDisposeScope();
    }
}

using EmoVoid.Contracts.Light;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Optimizers;

/// <summary>A little LoRA of odd sizes, a series of losses and of gradients: all from one seed.</summary>
internal sealed class SeededRun(int seed, string losses)
{
    /// <summary>None is a multiple of a vector's width, and together they cross a chunk of the vector loops.</summary>
    private static readonly int[] Sizes = [7, 1, 4097, 33_003, 250];

    public const double StopLoss = 0.04;

    public static int Count { get; } = Sizes.Sum();

    public float[] Initial { get; } = Values(new Random(seed), 0.1f);

    /// <summary>Step counts from 1. Every third gradient is exactly zero.</summary>
    public float[] Gradient(int step)
    {
        var values = Values(new Random(HashCode(step)), 1f);
        for (var i = step % 3; i < values.Length; i += 3)
            values[i] = 0f;
        return values;
    }

    public double Loss(int step)
    {
        var noise = new Random(HashCode(-step)).NextDouble() - 0.5;
        return losses switch
        {
            "falls" => 0.3 * Math.Exp(-step / 40.0) + 0.01 + 0.002 * noise,
            "flutters around the stop loss" => StopLoss * (1 + 0.2 * Math.Sin(step / 6.0) + 0.1 * noise),
            "has spikes" => step % 41 == 40 ? 2.0 : step % 29 == 28 ? 1e-4 : 0.05 + 0.03 * noise,
            _ => throw new InvalidOperationException($"no series is called {losses}"),
        };
    }

    public static float[][] Split(float[] flat)
    {
        var at = 0;
        return [.. Sizes.Select(size => flat[at..(at += size)])];
    }

    /// <summary>Trains steps <paramref name="from"/>..<paramref name="to"/> on a buffer in place and returns the pulses.</summary>
    public List<ControllerStep> Train(EmoVoidOptimizer optimizer, int from, int to)
    {
        var steps = new List<ControllerStep>();
        for (var step = from; step <= to; step++)
        {
            using var gradient = tensor(Gradient(step));
            steps.Add(optimizer.Step(Loss(step), gradient)!.Value);
        }

        return steps;
    }

    private int HashCode(int step) => unchecked(seed * 1_000_003 + step * 7919);

    private static float[] Values(Random random, float scale)
    {
        var values = new float[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = scale * (random.NextSingle() - 0.5f);
        return values;
    }
}

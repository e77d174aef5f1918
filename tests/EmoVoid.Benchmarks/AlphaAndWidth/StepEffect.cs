using System.Numerics;
using EmoVoid.Contracts.Light;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <param name="Change">‖v − v₀‖ / ‖v₀‖ of the velocity.</param>
internal sealed record EffectPoint(int Step, double Change, double Loss);

/// <summary>How far the first steps of a LoRA move a DiT, when all models are trained at one pulse.</summary>
internal static class StepEffect
{
    /// <summary>Told the same loss at every step, EmoVoid makes the same pulse at every step: 1e-4.</summary>
    private const double LossThatStandsStill = 1;

    /// <returns>The points after 1, 2, 4, 8 … steps.</returns>
    public static IEnumerable<EffectPoint> Measure(AnimaDit dit, IReadOnlyList<TaughtPicture> pictures, LoraSetting setting, long seed, int steps)
    {
        using var probe = new Probe(dit, pictures);
        using var lora = LoraNetwork.Attach(dit, setting.Rank, setting.Alpha, seed);
        using var optimizer = Optimizer(lora, setting, stopLoss: 0);
        var order = new SampleOrder(seed, [.. pictures.Select(_ => (object)"all")], [.. pictures.Select(_ => 1)], batchSize: 1);
        for (var step = 1; step <= steps; step++)
        {
            Backward(dit, lora, pictures[order.Step(step)[0][0]], seed, step);
            optimizer.Step(LossThatStandsStill, lora.Gradients);
            if (!BitOperations.IsPow2(step))
                continue;
            var (change, loss) = probe.Look();
            yield return new EffectPoint(step, change, loss);
        }
    }

    /// <summary>One that does not hold the norm is one whose first 56 steps are over.</summary>
    public static EmoVoidOptimizer Optimizer(LoraNetwork lora, LoraSetting setting, double stopLoss) =>
        new(lora.Parameters, new EmoVoidSettings(stopLoss), setting.HoldsNorm ? null : new OptimizerState(new ControllerState { StepCount = EmoVoidController.HeldSteps + 1 }, null, null));

    private static void Backward(AnimaDit dit, LoraNetwork lora, TaughtPicture picture, long seed, int step)
    {
        using var scope = NewDisposeScope();
        lora.ZeroGradients();
        BackwardPass.Run(picture.Loss(dit, seed, step));
    }
}

using EmoVoid.Contracts.Light;
using EmoVoid.Training.Data.Randomness;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <param name="Norm">Σ|p| of the LoRA after the step, as a share of that before the first.</param>
internal sealed record CourseStep(int Step, double Loss, ControllerStep Concluded, double Norm);

/// <summary>The demo's training with another rank and alpha: the same samples, noise and steps.</summary>
internal static class DemoCourse
{
    public static IEnumerable<CourseStep> Train(AnimaDit dit, DemoSamples demo, LoraSetting setting)
    {
        var train = demo.Plan.Train with { Rank = setting.Rank, Alpha = setting.Alpha };
        using var lora = LoraNetwork.Attach(dit, train.Rank, train.Alpha, train.Seed);
        using var optimizer = StepEffect.Optimizer(lora, setting, train.StopLoss);
        var order = new SampleOrder(train.Seed, [.. demo.All.Select(sample => (object)sample.Bucket)], [.. demo.All.Select(sample => sample.Repeats)], train.BatchSize);
        var training = new TrainingStep(dit, lora, train, CPU);
        var norm = Norm(lora);
        for (var step = 1; step <= train.Steps; step++)
        {
            var loss = training.Backward(step, [.. order.Step(step).Select(batch => batch.Select(index => demo.All[index]).ToList())]);
            if (optimizer.Step(loss, lora.Gradients) is { } concluded)
                yield return new CourseStep(step, loss, concluded, Norm(lora) / norm);
        }
    }

    private static double Norm(LoraNetwork lora)
    {
        using var scope = NewDisposeScope();
        return lora.Parameters.abs().sum(float64).item<double>();
    }
}

using System.Globalization;
using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Native;
using EmoVoid.Training.Optimizers;
using EmoVoid.Training.Pretraining;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.Pretraining;

/// <summary>How far AdamW and EmoVoid bring the same base from nothing in the same steps: why the base is trained with the one and a LoRA with the other.</summary>
internal sealed class OptimizerComparison(ModelPlan files, PretrainingRecipe recipe, StageRecipe stage, Tensor latents, TextWriter output)
{
    private const int Pictures = 512;
    private const int Batch = 16;
    private const int StepsALine = 50;

    /// <summary>EmoVoid's scales: that of a LoRA, and less, for weights that are not a small change of others.</summary>
    private static readonly double[] EmoScopes = [1, 0.3, 0.1];

    public static void Print(int steps, TextWriter output)
    {
        LibTorch.EnsureLoaded();
        var folder = Directory.CreateTempSubdirectory("emovoid-optimizers-").FullName;
        try
        {
            var files = AnimaNano.EnsureExists(folder);
            var stage = PretrainingRecipe.AnimaNano.Base[0] with { Steps = steps, Batch = Batch, WarmUp = steps / 10 };
            var recipe = PretrainingRecipe.AnimaNano with { Pictures = Pictures, Base = [stage] };
            using var vae = QwenImageVae.Load(files.Vae, Placement.Reference);
            using var latents = LatentPool.ReadOrCompute(Path.Combine(folder, "latents.safetensors"), vae, recipe, _ => { }, CancellationToken.None);
            new OptimizerComparison(files, recipe, stage, latents, output).Print();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Print()
    {
        output.WriteLine($"loss of the base from nothing, mean of {StepsALine} steps of {Batch}, up to step");
        output.WriteLine("optimizer      " + string.Concat(Enumerable.Range(1, stage.Steps / StepsALine).Select(line => $"{line * StepsALine,8}")));
        Print("AdamW", weights =>
        {
            var adam = new AdamW(weights.Parameters);
            return (adam, (step, _) => adam.Step(weights.Gradients, stage.RateAt(step), step));
        });
        foreach (var scope in EmoScopes)
            Print(string.Create(CultureInfo.InvariantCulture, $"EmoVoid {scope}"), weights =>
            {
                var emo = new EmoVoidOptimizer(weights.Parameters, new EmoVoidSettings(EmoScope: scope));
                return (emo, (_, loss) => emo.Step(loss, weights.Gradients));
            });
    }

    private void Print(string name, Func<TrainableWeights, (IDisposable, Action<int, double>)> optimizer)
    {
        using var network = new BaseNetwork(files);
        var training = new BaseTraining(network.Text, network.Dit, latents, recipe, stage);
        var (owned, descend) = optimizer(network.Weights);
        using var disposed = owned;
        output.Write($"{name,-15}");
        var sum = 0.0;
        for (var step = 1; step <= stage.Steps; step++)
        {
            using var scope = NewDisposeScope();
            network.Weights.Gradients.zero_();
            var loss = training.Loss(step);
            BackwardPass.Run(loss);
            descend(step, loss.item<float>());
            sum += loss.item<float>() / StepsALine;
            if (step % StepsALine != 0)
                continue;
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{sum,8:0.000}"));
            sum = 0;
        }

        output.WriteLine();
    }
}

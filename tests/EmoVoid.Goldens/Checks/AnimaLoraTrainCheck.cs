using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Lora;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Goldens.Checks;

/// <summary>Real training steps from given noise and noise levels: each loss, the pulse made of them, and the gradients of the first step.</summary>
/// <remarks>
/// The parameters after many steps are not compared: sign() turns a rounding error into a whole step. The pulse multiplies the losses'
/// errors, by how much depends on the series; so the pulse is checked where it is exact, by replaying the reference's own losses.
/// </remarks>
public sealed class AnimaLoraTrainCheck : IGoldenCheck
{
    public string Kind => "anima-lora-train";

    public IEnumerable<GoldenResult> Run(GoldenFile file)
    {
        using var run = new TrainingRun(file);
        var losses = new List<double>();
        var pulses = new List<double>();
        for (var step = 0; step < (int)file.Number("steps"); step++)
        {
            losses.Add(run.Backward(step));
            if (step == 0)
                foreach (var result in run.FirstGradients().ToList())
                    yield return result;
            pulses.Add(run.Move(losses[^1]).Pulse);
        }

        var tolerance = file.Tolerance("loss_rel");
        yield return new GoldenResult("loss, largest relative", Measure.LargestRelative(losses, Series(file, "out.loss")), tolerance);
        yield return new GoldenResult("pulse, from the reference's losses", Measure.LargestRelative(Replayed(file), Series(file, "out.pulse")), tolerance);
        yield return new GoldenResult("pulse, median relative", Measure.MedianRelative(pulses, Series(file, "out.pulse")), tolerance);
    }

    private static double[] Replayed(GoldenFile file)
    {
        var controller = new EmoVoidController(new EmoVoidSettings(EmoScope: file.Number("lr")));
        return [.. Series(file, "out.loss").Select(loss => controller.Step(loss).Pulse)];
    }

    private static double[] Series(GoldenFile file, string name) => file.Load(name).data<double>().ToArray();

    /// <summary>Model, LoRA and optimizer of one golden.</summary>
    private sealed class TrainingRun : IDisposable
    {
        private readonly GoldenFile file;
        private readonly AnimaDit dit;
        private readonly LoraNetwork lora;
        private readonly EmoVoidOptimizer optimizer;
        private readonly Tensor context, latents, batches, noise, sigma;

        public TrainingRun(GoldenFile file)
        {
            this.file = file;
            var weights = file.WeightsFile("base");
            dit = AnimaDit.Load(weights, Placement.Reference);
            lora = LoraNetwork.Attach(dit, (int)file.Number("rank"), file.Number("alpha"), seed: 0);
            LoraFile.Read(file.Tensors, lora, "lora.init.");
            optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings(EmoScope: file.Number("lr")));
            using var adapter = LlmAdapter.Load(weights, Placement.Reference);
            context = adapter.Forward(file.Load("prompt_embeds"), file.Load("source_attention_mask"), file.Load("t5_input_ids"), file.Load("t5_attention_mask"));
            (latents, batches, noise, sigma) = (file.Load("latents"), file.Load("batch_index"), file.Load("noise"), file.Load("sigma"));
        }

        public double Backward(int step)
        {
            using var scope = NewDisposeScope();
            var (x, ε, σ) = (latents.index_select(0, batches[step]), noise[step], sigma[step]); // (B, C, H, W), (B, C, H, W), (B)
            var v = dit.Velocity(Flow.Noisy(x, ε, σ), σ, context.index_select(0, batches[step]));
            var loss = Flow.Loss(v, Flow.Velocity(x, ε));
            lora.ZeroGradients();
            loss.backward();
            return loss.item<float>();
        }

        public ControllerStep Move(double loss) => optimizer.Step(loss, lora.Gradients) ?? throw new InvalidOperationException("the loss or a gradient is not finite");

        public IEnumerable<GoldenResult> FirstGradients()
        {
            var expected = lora.Modules.SelectMany(module => new[]
            {
                (Name: LoraSpelling.Kohya.DownOf(module.Slot.Layer), Actual: module.Down.grad!),
                (Name: LoraSpelling.Kohya.UpOf(module.Slot.Layer), Actual: module.Up.grad!),
            });
            var tolerance = file.Tolerance("grad0_rel_l2");
            var errors = expected.Select(pair => (pair.Name, Error: GradientError(pair.Actual, file.Load("out.grad0." + pair.Name)))).ToList();
            var worst = errors.MaxBy(pair => double.IsNaN(pair.Error) ? double.PositiveInfinity : pair.Error);
            yield return new GoldenResult($"first gradients rel_l2, worst of {errors.Count}", worst.Error, tolerance, worst.Error <= tolerance ? null : worst.Name);
        }

        public void Dispose()
        {
            optimizer.Dispose();
            lora.Dispose();
            dit.Dispose();
        }

        /// <summary>While every up is zero, so is every down's gradient: then the error is the gradient itself.</summary>
        private static double GradientError(Tensor actual, Tensor expected)
        {
            using var scope = NewDisposeScope();
            return expected.norm().item<float>() == 0 ? actual.norm().item<float>() : Measure.RelL2(actual, expected);
        }
    }
}

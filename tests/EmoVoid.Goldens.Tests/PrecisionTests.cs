using EmoVoid.Contracts.Light;
using EmoVoid.Contracts.Memory;
using EmoVoid.Testing;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Goldens.Tests;

/// <summary>What narrower numbers cost over the 60 training steps of the golden: the losses' mean deviation from the float32 reference.</summary>
public class PrecisionTests
{
    private const double InBfloat16 = 0.02, InInt8 = 0.03;

    [Theory]
    [InlineData(ScalarType.BFloat16, BaseWeights.Bf16, InBfloat16)]
    [InlineData(ScalarType.BFloat16, BaseWeights.Int8, InInt8)]
    [InlineData(ScalarType.Float32, BaseWeights.Int8, InInt8)]
    public void Losses_stay_near_the_reference(ScalarType type, BaseWeights weights, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var file = new GoldenFile(Repository.Path("tests", "goldens", "anima-lora-train.safetensors"));
        var expected = file.Load("out.loss").data<double>().ToArray();
        var actual = Losses(file, new Placement(type, CPU), new MemoryMode(weights, GradientCheckpointing: true));
        var deviation = actual.Zip(expected, (a, e) => Math.Abs(a - e) / Math.Abs(e)).Average();
        TestContext.Current.TestOutputHelper?.WriteLine($"mean deviation {deviation:0.0000}");
        Assert.InRange(deviation, 1e-6, tolerance);
    }

    private static List<double> Losses(GoldenFile file, Placement placement, MemoryMode mode)
    {
        var weights = file.WeightsFile("base");
        using var dit = AnimaDit.Load(weights, placement, mode);
        using var lora = LoraNetwork.Attach(dit, (int)file.Number("rank"), file.Number("alpha"), seed: 0);
        LoraFile.Read(file.Tensors, lora, "lora.init.");
        using var optimizer = new EmoVoidOptimizer(lora.Parameters, new EmoVoidSettings(EmoScope: file.Number("lr")));
        using var adapter = LlmAdapter.Load(weights, Placement.Reference);
        var context = adapter.Forward(file.Load("prompt_embeds"), file.Load("source_attention_mask"), file.Load("t5_input_ids"), file.Load("t5_attention_mask"));
        var (latents, batches, noise, sigma) = (file.Load("latents"), file.Load("batch_index"), file.Load("noise"), file.Load("sigma"));

        var losses = new List<double>();
        for (var step = 0; step < (int)file.Number("steps"); step++)
        {
            using var scope = NewDisposeScope();
            var (x, ε, σ) = (latents.index_select(0, batches[step]), noise[step], sigma[step]);
            var v = dit.Velocity(Flow.Noisy(x, ε, σ), σ, context.index_select(0, batches[step]));
            var loss = Flow.Loss(v, Flow.Velocity(x, ε));
            lora.ZeroGradients();
            BackwardPass.Run(loss);
            losses.Add(loss.item<float>());
            Assert.NotNull(optimizer.Step(losses[^1], lora.Gradients));
        }

        return losses;
    }
}

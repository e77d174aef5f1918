using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Pretraining;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Sampling;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>Pictures of many prompts, several at once: with Euler's method and guidance, as the sheets of a run are sampled.</summary>
internal sealed class BaseSampler(ModelPlan model, QwenImageVae vae, int steps, double guidance) : IDisposable
{
    private const long Seed = 77;
    private const int AtOnce = 16;

    private readonly PromptTokenizer tokenizer = PromptTokenizer.Load(model);
    private readonly Qwen3 qwen = Qwen3.Load(model.TextEncoder, Placement.Reference);
    private readonly LlmAdapter adapter = LlmAdapter.Load(model.Dit, Placement.Reference);
    private readonly AnimaDit dit = AnimaDit.Load(model.Dit, Placement.Reference);

    /// <param name="loraFile">Null: the base alone. The noise of a prompt's place is the same.</param>
    /// <returns>(N, 3, H, W) uint8</returns>
    public Tensor Sample(IReadOnlyList<string> prompts, string? loraFile = null)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var lora = loraFile is null ? null : Attach(loraFile);
        var latents = cat([.. prompts.Index().Chunk(AtOnce).Select(Latents)]);         // (N, C, h, w)
        return Pictures.Decode(vae, latents).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        dit.Dispose();
        adapter.Dispose();
        qwen.Dispose();
    }

    private Tensor Latents((int Index, string Item)[] prompts)
    {
        using var scope = NewDisposeScope();
        var text = new TextPart(tokenizer, qwen, adapter);
        var (context, weights) = text.Context([.. prompts.Select(prompt => prompt.Item), .. prompts.Select(_ => "")]); // (2B, S, D_c)
        var side = CreatureWorld.Side / vae.Sizes.Shrink;
        var noise = cat([.. prompts.Select(prompt => FlowSampler.Noise(Seed, prompt.Index, 1, dit.Sizes.Channels, side, side))]); // (B, C, h, w)
        return FlowSampler.Sample(noise, FlowSampler.Sigmas(steps), (x, sigma) => Velocity(x, sigma, context, weights)).MoveToOuterDisposeScope();
    }

    /// <summary>v₋ + g·(v₊ − v₋)</summary>
    private Tensor Velocity(Tensor x, double sigma, Tensor context, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var both = dit.Velocity(cat([x, x]), full(2 * x.shape[0], (float)sigma), context, weights).chunk(2); // (B, C, h, w) twice
        return lerp(both[1], both[0], guidance).MoveToOuterDisposeScope();
    }

    private LoraNetwork Attach(string file)
    {
        using var header = SafetensorsFile.Open(file);
        double Number(string key) => double.Parse(header.Metadata[key], CultureInfo.InvariantCulture);
        var lora = LoraNetwork.Attach(dit, (int)Number("ss_network_dim"), Number("ss_network_alpha"), seed: 0);
        LoraFile.Read(file, lora);
        return lora;
    }
}

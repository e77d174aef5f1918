using System.Globalization;
using EmoVoid.Benchmarks.NanoQuality;
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

namespace EmoVoid.Benchmarks.Sampling;

/// <summary>
/// Pictures of many prompts, several at once, by the base or by one LoRA after the other: with Euler's method and guidance, as the sheets of a run are
/// sampled. The base is loaded once.
/// </summary>
/// <param name="steps">Of Euler's method.</param>
/// <param name="placement">Of the DiT alone; text is encoded as in the reference.</param>
internal sealed class BatchSampler(ModelPlan model, QwenImageVae vae, int steps, double guidance, Placement placement) : IDisposable
{
    private const int AtOnce = 12;

    private readonly PromptTokenizer tokenizer = PromptTokenizer.Load(model);
    private readonly Qwen3 qwen = Qwen3.Load(model.TextEncoder, Placement.Reference);
    private readonly LlmAdapter adapter = LlmAdapter.Load(model.Dit, Placement.Reference);
    private readonly AnimaDit dit = AnimaDit.Load(model.Dit, placement);

    /// <param name="seed">Of the noise, which depends on a prompt's place too.</param>
    public EncodedPrompts Encode(IReadOnlyList<string> prompts, long seed)
    {
        using var grad = no_grad();
        var text = new TextPart(tokenizer, qwen, adapter);
        var side = CreatureWorld.Side / vae.Sizes.Shrink;
        return new EncodedPrompts([.. prompts.Index().Chunk(AtOnce).Select(part =>
        {
            using var scope = NewDisposeScope();
            var (context, weights) = text.Context([.. part.Select(prompt => prompt.Item), .. part.Select(_ => "")]);            // (2B, S, D_c)
            var noise = cat([.. part.Select(prompt => FlowSampler.Noise(seed, prompt.Index, 1, dit.Sizes.Channels, side, side))]); // (B, C, h, w)
            return (noise.DetachFromDisposeScope(), context.DetachFromDisposeScope(), weights.DetachFromDisposeScope());
        })]);
    }

    /// <param name="loraFile">Null: the base alone.</param>
    /// <returns>(N, 3, H, W) uint8</returns>
    public Tensor Sample(EncodedPrompts prompts, string? loraFile)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var lora = loraFile is null ? null : Attach(loraFile);
        var latents = cat([.. prompts.Parts.Select(part =>
            FlowSampler.Sample(part.Noise, FlowSampler.Sigmas(steps), (x, sigma) => Velocity(x, sigma, part.Context, part.Weights)))]); // (N, C, h, w)
        return Pictures.Decode(vae, latents).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        dit.Dispose();
        adapter.Dispose();
        qwen.Dispose();
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

/// <summary>Prompts with their noise, a few at once; the context holds the prompts' rows, then as many of the empty prompt.</summary>
internal sealed record EncodedPrompts(IReadOnlyList<(Tensor Noise, Tensor Context, Tensor Weights)> Parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var (noise, context, weights) in Parts)
        {
            noise.Dispose();
            context.Dispose();
            weights.Dispose();
        }
    }
}

using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Pretraining;
using EmoVoid.Training.Pretraining.World;
using EmoVoid.Training.Sampling;
using EmoVoid.Training.Text;
using EmoVoid.Benchmarks.NanoQuality;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.RightAdvice.Measures;

/// <summary>Draws the same prompts from the same noise with one LoRA after the other: the base is loaded once, and prompts are encoded once.</summary>
internal sealed class LoraSampler(ModelPlan model, QwenImageVae vae, int steps, LoraShape shape) : IDisposable
{
    private const int AtOnce = 12;

    /// <summary>As the demo's pictures are drawn.</summary>
    private const double Guidance = 2.5;

    /// <summary>As samples are drawn on a GPU. Nearly all of the study's time goes into samples, and products take a quarter of the time in it.</summary>
    private static readonly Placement Type = new(ScalarType.BFloat16, CPU);

    private readonly PromptTokenizer tokenizer = PromptTokenizer.Load(model);
    private readonly Qwen3 qwen = Qwen3.Load(model.TextEncoder, Placement.Reference);
    private readonly LlmAdapter adapter = LlmAdapter.Load(model.Dit, Placement.Reference);
    private readonly AnimaDit dit = AnimaDit.Load(model.Dit, Type);

    /// <param name="seed">Of the noise.</param>
    public EncodedPrompts Encode(IReadOnlyList<string> prompts, long seed)
    {
        using var grad = no_grad();
        var text = new TextPart(tokenizer, qwen, adapter);
        var side = CreatureWorld.Side / vae.Sizes.Shrink;
        return new EncodedPrompts([.. prompts.Index().Chunk(AtOnce).Select(part =>
        {
            using var scope = NewDisposeScope();
            var (rows, weights) = text.Context([.. part.Select(prompt => prompt.Item), .. part.Select(_ => "")]);
            var noise = cat([.. part.Select(prompt => FlowSampler.Noise(seed, prompt.Index, 1, dit.Sizes.Channels, side, side))]);
            return (noise.DetachFromDisposeScope(), rows.DetachFromDisposeScope(), weights.DetachFromDisposeScope());
        })]);
    }

    /// <param name="loraFile">Null: the base alone.</param>
    /// <returns>(N, 3, H, W) uint8</returns>
    public Tensor Sample(EncodedPrompts prompts, string? loraFile)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var lora = loraFile is null ? null : LoraNetwork.Attach(dit, shape.Rank, shape.Alpha, seed: 0);
        if (lora is not null)
            LoraFile.Read(loraFile!, lora);
        var latents = cat([.. prompts.Parts.Select(part =>
            FlowSampler.Sample(part.Noise, FlowSampler.Sigmas(steps), (x, sigma) => Velocity(x, sigma, part.Rows, part.Weights)))]);
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
        return lerp(both[1], both[0], Guidance).MoveToOuterDisposeScope();
    }
}

/// <summary>Of all LoRAs of the study.</summary>
internal sealed record LoraShape(int Rank, double Alpha);

/// <summary>Prompts with their noise, a few at once.</summary>
internal sealed record EncodedPrompts(IReadOnlyList<(Tensor Noise, Tensor Rows, Tensor Weights)> Parts) : IDisposable
{
    public void Dispose()
    {
        foreach (var (noise, rows, weights) in Parts)
        {
            noise.Dispose();
            rows.Dispose();
            weights.Dispose();
        }
    }
}

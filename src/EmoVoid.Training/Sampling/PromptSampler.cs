using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>The prompts of a sheet with their contexts, ready to be sampled by whatever DiT there is: the base, or one with a LoRA on it.</summary>
internal sealed class PromptSampler : IDisposable
{
    private readonly SampleSettings settings;
    private readonly IReadOnlyDictionary<string, Tensor> contexts;

    private PromptSampler(SampleSettings settings, IReadOnlyDictionary<string, Tensor> contexts) => (this.settings, this.contexts) = (settings, contexts);

    /// <summary>Computes the contexts, or finds them in the cache. The text encoder is gone afterwards, so the DiT may come.</summary>
    /// <exception cref="TrainingException">Bad plan: the settings make no picture.</exception>
    public static PromptSampler Prepare(SampleSettings settings, ModelPlan model, string cacheFolder, Device device, Action<TrainerEvent> say, CancellationToken stop)
    {
        ThrowIfBad(settings);
        var contexts = new CaptionContexts(model, new TensorCache(cacheFolder), ModelFileHashes.In(cacheFolder), device, say);
        return new PromptSampler(settings, contexts.Of([.. settings.Prompts.Append(settings.Negative).Distinct()], stop));
    }

    /// <param name="prompt">Its place among the prompts.</param>
    /// <returns>(1, C, h, w) float32 on the CPU</returns>
    /// <exception cref="OperationCanceledException">Stopped between two steps.</exception>
    public Tensor Latent(AnimaDit dit, int prompt, CancellationToken stop)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var pixelsPerLatent = BucketSettings.PixelsPerPatch / dit.Sizes.Patch;
        var noise = FlowSampler.Noise(settings.Seed, prompt, 1, dit.Sizes.Channels, settings.Height / pixelsPerLatent, settings.Width / pixelsPerLatent);
        var guided = new GuidedDit(dit, Context(settings.Prompts[prompt], dit), Context(settings.Negative, dit), settings.Guidance);
        var x = FlowSampler.Sample(noise.to(dit.Placement.Device), FlowSampler.Sigmas(settings.Steps), guided.Velocity, stop); // (1, C, h, w)
        if (!x.isfinite().all().item<bool>())
            throw new TrainingException(TrainerExitCode.Diverged, $"The picture of prompt {prompt + 1} is not finite; the model or the LoRA may be damaged.");
        return x.cpu().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var context in contexts.Values)
            context.Dispose();
    }

    /// <summary>(1, 512, D), zero rows included</summary>
    private Tensor Context(string prompt, AnimaDit dit) => Batch.Padded(contexts[prompt]).unsqueeze(0).to(dit.Placement.Device);

    private static void ThrowIfBad(SampleSettings settings)
    {
        var problems = new List<string>();
        if (settings.Prompts.Count == 0)
            problems.Add("there is no prompt");
        if (settings.Steps < 1)
            problems.Add($"steps is {settings.Steps}, and must be at least 1");
        if (!(settings.Guidance > 0) || double.IsInfinity(settings.Guidance))
            problems.Add($"guidance is {settings.Guidance}, and must be more than 0");
        foreach (var (side, pixels) in new[] { ("width", settings.Width), ("height", settings.Height) })
            if (pixels < BucketSettings.PixelsPerPatch || pixels % BucketSettings.PixelsPerPatch != 0)
                problems.Add($"{side} is {pixels}, and must be a multiple of {BucketSettings.PixelsPerPatch}");
        if (problems.Count > 0)
            throw new TrainingException(TrainerExitCode.BadPlan, $"No sample pictures can be made: {string.Join("; ", problems)}.");
    }
}

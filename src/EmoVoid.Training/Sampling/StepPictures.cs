using System.Globalization;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.Dit;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>Pictures of the LoRA while it is trained: when the plan asks for them, and when a person does.</summary>
/// <remarks>
/// Its noise is drawn from the sampling's own seed and purpose, and it only reads the LoRA: the run ends with the same bits with it as
/// without. Whatever fails here is a note, after which there are no more such pictures and the training goes on.
/// </remarks>
internal sealed class StepPictures : IDisposable
{
    /// <summary>In the run's checkpoint folder.</summary>
    public const string Folder = "samples";

    private readonly RunPlan plan;
    private readonly SampleSettings settings;
    private readonly Device device;
    private readonly Action<TrainerEvent> say;
    private PromptSampler? prompts;

    private StepPictures(RunPlan plan, SampleSettings settings, Device device, Action<TrainerEvent> say) =>
        (this.plan, this.settings, this.device, this.say) = (plan, settings, device, say);

    /// <summary>Before the DiT is loaded: the text encoder needs the memory. Also when the plan makes none by itself, since a person may ask.</summary>
    /// <returns>Null when the plan has no prompts.</returns>
    public static StepPictures? Prepare(RunPlan plan, Device device, Action<TrainerEvent> say, CancellationToken stop)
    {
        if (plan.Sample is not { } settings)
            return null;
        var pictures = new StepPictures(plan, settings, device, say);
        pictures.Try(() => pictures.prompts = PromptSampler.Prepare(settings, plan.Model, plan.CacheFolder, device, say, stop), stop);
        return pictures;
    }

    /// <summary>Makes the pictures of a step, when it is one of those or they are asked for.</summary>
    /// <param name="dit">With the LoRA on it.</param>
    public void After(int step, bool asked, AnimaDit dit, CancellationToken stop)
    {
        if ((asked || step % settings.Every == 0) && prompts is { } sampler)
            Try(() => Make(step, sampler, dit, stop), stop);
    }

    public void Dispose() => prompts?.Dispose();

    private void Make(int step, PromptSampler sampler, AnimaDit dit, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        List<Tensor> latents = [.. Enumerable.Range(0, settings.Prompts.Count).Select(i => sampler.Latent(dit, i, stop))];
        var column = new SheetColumn(string.Create(CultureInfo.InvariantCulture, $"step {step}"), "");
        var file = Path.Combine(plan.CheckpointFolder, Folder, string.Create(CultureInfo.InvariantCulture, $"step{step:D8}.png"));
        SampleSheet.Write(file, plan.Run, plan.Model, settings, [(column, latents)], device);
    }

    private void Try(Action make, CancellationToken stop)
    {
        try
        {
            make();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is asked to leave: the pictures of this step come when it is resumed before it, or not at all.
        }
#pragma warning disable CA1031 // Pictures are never worth a run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            say(new Noted($"There are no more sample pictures while training: {e.Message.Split('\n')[0]}"));
            prompts?.Dispose();
            prompts = null;
        }
    }
}

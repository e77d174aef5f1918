using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using static TorchSharp.torch;

namespace EmoVoid.Training.Sampling;

/// <summary>One contact sheet from its plan to its file. Text encoder, DiT and VAE are loaded one after another, never two at once.</summary>
/// <param name="say">Told the progress.</param>
/// <param name="stop">Ends it between two steps; then there is no sheet.</param>
public sealed class SampleRun(SamplePlan plan, Device device, Action<TrainerEvent> say, CancellationToken stop)
{
    /// <exception cref="TrainingException">The sheet cannot be made.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Run()
    {
        if (plan.Model.BuiltIn)
            AnimaNano.EnsureExists(Path.GetFullPath(Path.Combine(plan.Model.Dit, "..", "..")));
        var sizes = PlanCheck.ThrowIfModelIsWrong(plan.Model).Dit;
        var loading = DitLoading.ForSampling(plan, sizes, device, say);
        using var scope = NewDisposeScope();
        using var prompts = PromptSampler.Prepare(plan.Settings, plan.Model, plan.CacheFolder, device, say, stop);
        SampleSheet.Write(plan.OutputFile, plan.Title, plan.Model, plan.Settings, Columns(loading, prompts), device);
    }

    private List<(SheetColumn, IReadOnlyList<Tensor>)> Columns(DitLoading loading, PromptSampler prompts)
    {
        using var dit = loading.Load();
        var columns = new List<(SheetColumn, IReadOnlyList<Tensor>)>();
        foreach (var column in plan.Columns)
        {
            using var lora = column.Lora is { } file ? Load(file, dit) : null;
            var latents = new List<Tensor>();
            for (var i = 0; i < plan.Settings.Prompts.Count; i++)
            {
                latents.Add(prompts.Latent(dit, i, stop));
                say(new Preparing("samples", columns.Count * plan.Settings.Prompts.Count + latents.Count, plan.Columns.Count * plan.Settings.Prompts.Count));
            }

            columns.Add((new SheetColumn(column.Title, column.Subtitle), latents));
        }

        return columns;
    }

    private LoraNetwork Load(string file, AnimaDit dit)
    {
        var lora = LoraNetwork.Attach(dit, plan.Rank, plan.Alpha, seed: 0);
        try
        {
            LoraFile.Read(file, lora);
            return lora;
        }
        catch
        {
            lora.Dispose();
            throw;
        }
    }
}

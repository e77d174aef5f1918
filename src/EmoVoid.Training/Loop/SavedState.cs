using System.Globalization;
using System.Text.Json;
using EmoVoid.Contracts;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Optimizers;
using EmoVoid.Training.Tensors;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Where a run stands after a step: enough to go on with the same bits.</summary>
/// <remarks>A LoRA file alone would not do: it may be rounded, and it knows nothing of the controller.</remarks>
/// <param name="Step">The last step done.</param>
/// <param name="Base">How the frozen weights were kept: whatever memory is free when the run goes on, its steps go on with the same numbers.</param>
/// <param name="Parameters">(N) float32: the LoRA's flat buffer.</param>
public sealed record SavedState(int Step, BaseWeights Base, Tensor Parameters, OptimizerState Optimizer) : IDisposable
{
    private const string ParametersName = "lora.parameters";
    private const string StepKey = "emovoid.step";
    private const string PlanKey = "emovoid.plan";
    private const string BaseKey = "emovoid.base";

    /// <summary>Replaces the state of the folder, at once or not at all.</summary>
    public void Write(RunPlan plan)
    {
        var entries = new List<SafetensorsWriter.Entry> { Parameters.ToEntry(ParametersName) };
        if (Optimizer.Shadow is { } shadow)
            entries.Add(shadow.ToEntry(OptimizerState.ShadowName));
        var metadata = new Dictionary<string, string>(Optimizer.ToMetadata())
        {
            [StepKey] = Step.ToString(CultureInfo.InvariantCulture),
            [PlanKey] = Fingerprint(plan),
            [BaseKey] = Base.ToString(),
        };
        SafetensorsWriter.Write(PathIn(plan), entries, metadata);
    }

    /// <summary>The state of the plan's folder; null when there is none: the run begins.</summary>
    /// <exception cref="TrainingException">Bad plan: the state is damaged, or of a run that was asked for something else.</exception>
    public static SavedState? Read(RunPlan plan)
    {
        var path = PathIn(plan);
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = SafetensorsFile.Open(path);
            if (file.Metadata.GetValueOrDefault(PlanKey) != Fingerprint(plan))
                throw new InvalidDataException("it was saved by a run with another model, data set, rank, alpha, resolution, batches, stop loss or seed");
            var shadow = file.Tensors.ContainsKey(OptimizerState.ShadowName) ? file.Load(OptimizerState.ShadowName) : null;
            return new SavedState(
                int.Parse(file.Metadata[StepKey], CultureInfo.InvariantCulture), BaseOf(file), file.Load(ParametersName), OptimizerState.FromMetadata(file.Metadata, shadow));
        }
        catch (Exception e) when (e is InvalidDataException or SafetensorsException or KeyNotFoundException or FormatException)
        {
            throw new TrainingException(TrainerExitCode.BadPlan, $"The run cannot go on from {path}: {e.Message}. Delete the checkpoint folder to begin again, or give the run a folder of its own.", e);
        }
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Optimizer.Shadow?.Dispose();
    }

    /// <summary>States that do not say are of a version that knew no other.</summary>
    private static BaseWeights BaseOf(SafetensorsFile file) =>
        Enum.TryParse<BaseWeights>(file.Metadata.GetValueOrDefault(BaseKey), out var kept) ? kept : BaseWeights.Bf16;

    private static string PathIn(RunPlan plan) => Path.Combine(plan.CheckpointFolder, RunPlan.SavedStateName);

    /// <summary>Everything that a step's result depends on; models by what is in their files, so that they may move. How many steps there are, when to save, how to spell it and what to show are not among it: a run may be prolonged. Nor is how memory is saved, except by rounding.</summary>
    private static string Fingerprint(RunPlan plan)
    {
        var same = plan with
        {
            Model = new ModelPlan("", ModelFileHashes.In(plan.CacheFolder).OfAll(plan.Model), "", "", ""),
            CheckpointFolder = "",
            CacheFolder = "",
            Dataset = plan.Dataset with { Folder = "" },
            Train = plan.Train with { Steps = 0, SaveEvery = 0, Lora = plan.Train.Lora with { Format = default } },
            Sample = null,
            Memory = plan.Memory?.Base is { } kept ? new MemoryPlan { Base = kept } : null,
        };
        return ContentHash.Of(JsonSerializer.Serialize(same, ContractsJson.Line.RunPlan));
    }
}

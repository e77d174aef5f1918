using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Saves: the LoRA for people, and with it the state that the run can go on from.</summary>
internal sealed class Checkpoints(RunPlan plan, BaseWeights weights, LoraNetwork lora, EmoVoidOptimizer optimizer, LoraMetadata metadata, Journal journal)
{
    /// <summary>Which numbers the LoRA file holds; the published base weights are of the same type.</summary>
    private const ScalarType FileType = ScalarType.BFloat16;

    public static string FileName(string run, int step) => $"{run}-step{step:D8}.safetensors";

    /// <summary>Why a step's result is kept, or null.</summary>
    public CheckpointReason? ReasonAt(int step, bool turnedOn, bool stopping) =>
        turnedOn ? CheckpointReason.Light
        : step == plan.Train.Steps ? CheckpointReason.Last
        : step % plan.Train.SaveEvery == 0 ? CheckpointReason.Interval
        : stopping ? CheckpointReason.Stop
        : null;

    /// <summary>
    /// First the LoRA, then the word of it in the journal, last the state: cut anywhere between them, the run goes on from the older state
    /// and does the same again.
    /// </summary>
    public CheckpointSaved Save(int step, CheckpointReason reason)
    {
        var name = FileName(plan.Run, step);
        var path = Path.Combine(plan.CheckpointFolder, name);
        LoraFile.Write(path, lora, FileType, metadata.At(step), plan.Train.Lora.Format);
        var saved = new CheckpointSaved(step, name, new FileInfo(path).Length, ContentHash.OfFile(path), reason);

        journal.Write(saved);
        journal.FlushToDisk();
        new SavedState(step, weights, lora.Parameters, optimizer.State).Write(plan);
        return saved;
    }
}

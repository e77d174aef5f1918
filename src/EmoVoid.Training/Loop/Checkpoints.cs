using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Optimizers;
using static TorchSharp.torch;

namespace EmoVoid.Training.Loop;

/// <summary>Saves: the LoRA for people, and with it the state that the run can go on from.</summary>
internal sealed class Checkpoints(
    RunPlan plan, BaseWeights weights, LoraNetwork lora, EmoVoidOptimizer optimizer, LoraMetadata metadata, SavedStates states, Journal journal, int attempt)
{
    /// <summary>Which numbers the LoRA file holds; the published base weights are of the same type.</summary>
    private const ScalarType FileType = ScalarType.BFloat16;

    public static string FileName(string run, int step) => $"{run}-step{step:D8}.safetensors";

    /// <summary>Why a step's result is kept, or null.</summary>
    /// <param name="last">Whether no step comes after it.</param>
    public CheckpointReason? ReasonAt(int step, bool turnedOn, bool last, bool asked, bool stopping) =>
        turnedOn ? CheckpointReason.Light
        : last ? CheckpointReason.Last
        : step % plan.Train.SaveEvery == 0 ? CheckpointReason.Interval
        : asked ? CheckpointReason.Asked
        : stopping ? CheckpointReason.Stop
        : null;

    /// <summary>
    /// First the LoRA, then the word of it in the journal, last the state: cut anywhere between them, the run goes on from the older state
    /// and does the same again.
    /// </summary>
    public CheckpointSaved Save(int step, CheckpointReason reason)
    {
        var saved = WriteLora(plan, lora, metadata, step, reason);
        journal.Write(saved);
        SaveState(step, planned: reason is not (CheckpointReason.Asked or CheckpointReason.Stop));
        return saved;
    }

    /// <summary>The state alone, with no file for people: what is lost when the trainer is killed.</summary>
    /// <param name="planned">See <see cref="SavedState.Planned"/>.</param>
    public void SaveState(int step, bool planned)
    {
        journal.FlushToDisk();
        states.Write(new SavedState(step, weights, lora.Parameters, optimizer.State) { Planned = planned, Attempt = attempt });
    }

    /// <summary>The LoRA as it is now, as the checkpoint of a step.</summary>
    public static CheckpointSaved WriteLora(RunPlan plan, LoraNetwork lora, LoraMetadata metadata, int step, CheckpointReason reason)
    {
        var name = FileName(plan.Run, step);
        var path = Path.Combine(plan.CheckpointFolder, name);
        LoraFile.Write(path, lora, FileType, metadata.At(step), plan.Train.Lora.Format);
        return new CheckpointSaved(step, name, new FileInfo(path).Length, ContentHash.OfFile(path), reason);
    }
}

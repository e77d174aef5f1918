using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;
using EmoVoid.Training.Lora;

namespace EmoVoid.Training.Loop;

/// <summary>What a cut run has done up to its state, as far as the disk still has it.</summary>
internal sealed class History(RunPlan plan, LoraNetwork lora, LoraMetadata metadata, SavedStates states, Action<TrainerEvent> say)
{
    /// <summary>
    /// A checkpoint that is told must be whole. One that is not, although it was once, is written again where a state of its step is kept: its bits are the
    /// same. Else it is left out, and the run goes on: hours of training are worth more than one file of them.
    /// </summary>
    /// <param name="saved">The state that the run goes on from; it is in the LoRA already. Null: the run begins.</param>
    public IReadOnlyList<TrainerEvent> Upto(SavedState? saved)
    {
        if (saved is null)
            return [];
        var told = Journal.Read(plan.CheckpointFolder, saved.Step, saved.Attempt);
        if (Journal.Missing(told, saved.Step) is { Count: > 0 } missing)
            say(new Noted($"The run's journal is damaged and does not tell {missing.Count} of its {saved.Step} steps, {missing[0]} to {missing[^1]}. They were trained all the same."));
        return [.. told.Select(said => said is CheckpointSaved checkpoint && !IsWhole(checkpoint) ? Again(checkpoint, saved) : said).OfType<TrainerEvent>()];
    }

    private bool IsWhole(CheckpointSaved checkpoint)
    {
        var path = Path.Combine(plan.CheckpointFolder, checkpoint.File);
        return File.Exists(path) && ContentHash.OfFile(path) == checkpoint.Sha256;
    }

    /// <returns>Null when it cannot be written again.</returns>
    private CheckpointSaved? Again(CheckpointSaved checkpoint, SavedState saved)
    {
        var found = File.Exists(Path.Combine(plan.CheckpointFolder, checkpoint.File)) ? "damaged" : "gone";
        using var state = states.At(checkpoint.Step);
        if (state is null)
        {
            say(new Noted($"The checkpoint {checkpoint.File} is {found}, and no state of its step is kept: it is left out."));
            return null;
        }

        lora.Take(state.Parameters);
        var again = Checkpoints.WriteLora(plan, lora, metadata, checkpoint.Step, checkpoint.Reason);
        lora.Take(saved.Parameters);
        say(new Noted($"The checkpoint {checkpoint.File} was {found}, and was written again from the state of its step."));
        return again;
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;

namespace EmoVoid.Training.Loop;

/// <summary>The saved states of a run: the newest, the one before it, and the last one that the plan asked for.</summary>
/// <remarks>
/// A new state is whole on the disk before an older one makes way, so there is no moment without a whole one. The last planned state is kept
/// while others come after it: a run that goes back must go back to a step that no clock has chosen.
/// </remarks>
internal sealed class SavedStates
{
    private readonly RunPlan plan;
    private readonly string fingerprint;

    public SavedStates(RunPlan plan) => (this.plan, fingerprint) = (plan, PlanFingerprint.Of(plan));

    private string Newest => PathOf(RunPlan.SavedStateName);
    private string Next => PathOf("state.next.safetensors");
    private string Previous => PathOf("state.previous.safetensors");
    private string LastPlanned => PathOf("state.planned.safetensors");

    /// <summary>The newest whole state; null when there is none: the run begins.</summary>
    /// <param name="say">Told when a newer one is damaged, and what is done instead.</param>
    /// <exception cref="TrainingException">Bad plan: the newest whole state is of a run that was asked for something else.</exception>
    public SavedState? Read(Action<TrainerEvent> say)
    {
        var damaged = new List<string>();
        // What lies in Next was whole before its writer was killed on the way to its place.
        var state = TakeUp(Next, damaged) ?? TakeUp(Newest, damaged)
            ?? TakeUp(NewerOf(Previous, LastPlanned), damaged) ?? TakeUp(Previous, damaged) ?? TakeUp(LastPlanned, damaged);
        if (damaged.Count > 0)
            say(new Noted(state is null
                ? $"No saved state is whole, so the run begins afresh: {string.Join("; ", damaged)}."
                : $"The run goes on from an older state, of step {state.Step}, since a newer one is damaged: {string.Join("; ", damaged)}."));
        return state;
    }

    /// <summary>Keeps a state; the newest one until now becomes the one before it.</summary>
    public void Write(SavedState state)
    {
        StateFile.Write(Next, state, fingerprint);
        PutInPlace(Next, state.Planned);
    }

    /// <summary>Forgets every state after the last planned one.</summary>
    /// <returns>The last planned state; null when there is none: the run begins again.</returns>
    public SavedState? GoBack()
    {
        var planned = new[] { Newest, Previous, LastPlanned }.Where(path => StateFile.Peek(path) is { Planned: true }).OrderByDescending(path => StateFile.Peek(path)!.Value.Step);
        var (state, place) = planned.Select(path => (TryRead(path, []), path)).FirstOrDefault(found => found.Item1 is not null);
        if (state is not null && place != Newest)
            File.Move(place, Newest, overwrite: true);
        foreach (var path in new[] { Next, Newest, Previous, LastPlanned })
            if (state is null || StateFile.Peek(path)?.Step > state.Step)
                File.Delete(path);
        DurableFile.SyncFolderOf(Newest);
        return state;
    }

    /// <summary>The state that was saved at a step, where it is still there and whole.</summary>
    public SavedState? At(int step)
    {
        foreach (var path in new[] { Newest, Previous, LastPlanned }.Where(path => StateFile.Peek(path)?.Step == step))
            if (TryRead(path, []) is { } state)
                return state;
        return null;
    }

    private static string NewerOf(string one, string other) => (StateFile.Peek(one)?.Step ?? -1) >= (StateFile.Peek(other)?.Step ?? -1) ? one : other;

    /// <summary>Reads a state and makes it the newest.</summary>
    private SavedState? TakeUp(string path, List<string> damaged)
    {
        var state = TryRead(path, damaged);
        if (state is not null && path != Newest)
            PutInPlace(path, state.Planned);
        return state;
    }

    private void PutInPlace(string path, bool isPlanned)
    {
        if (StateFile.Peek(Newest) is { } newest)
            File.Move(Newest, newest.Planned && !isPlanned ? LastPlanned : Previous, overwrite: true);
        File.Move(path, Newest, overwrite: true);
        DurableFile.SyncFolderOf(Newest);
    }

    /// <summary>Null when there is none, or it is damaged: then it is removed, so that it never pushes a whole one out.</summary>
    private SavedState? TryRead(string path, List<string> damaged)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return StateFile.Read(path, fingerprint);
        }
        catch (DamagedStateException e)
        {
            damaged.Add($"{Path.GetFileName(path)} ({e.Message})");
            File.Delete(path);
            return null;
        }
        catch (InvalidDataException e)
        {
            throw new TrainingException(TrainerExitCode.BadPlan, $"The run cannot go on from {path}: {e.Message}. Delete the checkpoint folder to begin again, or give the run a folder of its own.", e);
        }
    }

    private string PathOf(string name) => Path.Combine(plan.CheckpointFolder, name);
}

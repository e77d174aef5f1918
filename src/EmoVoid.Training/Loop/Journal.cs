using System.Text;
using EmoVoid.Contracts.Events;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Loop;

/// <summary>The steps and checkpoints of a run, kept beside its state, so that a resumed run can tell its whole history again.</summary>
/// <remarks>
/// Who listened when the run was cut may have missed its last steps: the listener itself was killed, perhaps. Without this, those steps
/// would be missing for good, since the resumed run does not compute them again.
/// </remarks>
public sealed class Journal : IDisposable
{
    public const string FileName = "events.jsonl";

    private readonly FileStream file;

    /// <summary>Opens the journal and forgets what came after <paramref name="resumedAt"/>: it will happen again.</summary>
    public Journal(string folder, int resumedAt)
    {
        var path = Path.Combine(folder, FileName);
        History = resumedAt > 0 && File.Exists(path)
            ? [.. File.ReadLines(path).Select(TrainerEvent.TryParse).OfType<TrainerEvent>().Where(said => StepOf(said) <= resumedAt)]
            : [];
        AtomicFile.WriteAllText(path, string.Concat(History.Select(said => said.ToJsonLine() + "\n")));
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>What happened up to the step that the run goes on from.</summary>
    public IReadOnlyList<TrainerEvent> History { get; }

    /// <summary>Keeps a step or a checkpoint; other events are not history.</summary>
    public void Write(TrainerEvent said)
    {
        if (StepOf(said) is null)
            return;
        file.Write(Encoding.UTF8.GetBytes(said.ToJsonLine() + "\n"));
        file.Flush();
    }

    /// <summary>To the disk itself; called before the state that relies on it is written.</summary>
    public void FlushToDisk() => file.Flush(flushToDisk: true);

    public void Dispose() => file.Dispose();

    private static int? StepOf(TrainerEvent said) => said switch
    {
        Stepped stepped => stepped.Step,
        CheckpointSaved saved => saved.Step,
        _ => null,
    };
}

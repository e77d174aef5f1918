using System.Text;
using EmoVoid.Contracts.Events;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Loop;

/// <summary>The steps, checkpoints and measures of a run, kept beside its state, so that a resumed run can tell its whole history again.</summary>
/// <remarks>
/// Who listened when the run was cut may have missed its last steps: the listener itself was killed, perhaps. Without this, those steps
/// would be missing for good, since the resumed run does not compute them again.
/// </remarks>
public sealed class Journal : IDisposable
{
    public const string FileName = "events.jsonl";

    private readonly FileStream file;

    /// <summary>Begins the journal anew, with a history that a cut run has left.</summary>
    public Journal(string folder, IReadOnlyList<TrainerEvent> history)
    {
        History = history;
        var path = Path.Combine(folder, FileName);
        AtomicFile.WriteAllText(path, string.Concat(history.Select(said => said.ToJsonLine() + "\n")));
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>What happened up to the step that the run goes on from.</summary>
    public IReadOnlyList<TrainerEvent> History { get; }

    /// <summary>What the journal of a folder tells up to a step: what came after it will happen again. Lines that are torn tell nothing.</summary>
    /// <param name="upTo">The step of the state that the run goes on from; 0 for none.</param>
    /// <param name="attempt">That state's: a later going back, too, will happen again.</param>
    public static IReadOnlyList<TrainerEvent> Read(string folder, int upTo, int attempt)
    {
        var path = Path.Combine(folder, FileName);
        return upTo > 0 && File.Exists(path)
            ? [.. File.ReadLines(path).Select(TrainerEvent.TryParse).OfType<TrainerEvent>().TakeWhile(said => said is not WentBack back || back.Attempt <= attempt).Where(said => StepOf(said) <= upTo)]
            : [];
    }

    /// <summary>The steps up to <paramref name="upTo"/> that a history does not tell: there are some only where the journal was damaged.</summary>
    public static IReadOnlyList<int> Missing(IReadOnlyList<TrainerEvent> history, int upTo) =>
        [.. Enumerable.Range(1, upTo).Except(history.Where(said => said is Stepped or StepSkipped).Select(said => StepOf(said)!.Value))];

    /// <summary>Keeps what happened at a step; other events are not history.</summary>
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
        StepSkipped skipped => skipped.Step,
        WentBack back => back.Step,
        CheckpointSaved saved => saved.Step,
        Validated validated => validated.Step,
        _ => null,
    };
}

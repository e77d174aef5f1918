using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Runs;

/// <summary>Something happened to a run; told when it is in the database.</summary>
/// <param name="Event">Of the row in <c>events</c>; null for what has none: steps and stages.</param>
public abstract record RunNews(string RunId, long? Event = null);

/// <summary>It went from one state to another, or is new.</summary>
/// <param name="From">Null of a new run.</param>
/// <param name="Run">As it is now.</param>
public sealed record RunMoved(Run Run, RunState? From, RunTransition? Transition, long EventRow) : RunNews(Run.Id, EventRow);

/// <summary>Its trainer took steps; at least one, in order.</summary>
public sealed record RunStepped(string RunId, IReadOnlyList<Stepped> Steps) : RunNews(RunId);

/// <summary>Its trainer prepares, or makes pictures.</summary>
public sealed record RunStaged(string RunId, Preparing Stage) : RunNews(RunId);

/// <summary>It saved a LoRA file.</summary>
public sealed record RunSaved(string RunId, CheckpointSaved Checkpoint, long EventRow) : RunNews(RunId, EventRow);

/// <summary>There is something that a person should read.</summary>
public sealed record RunNoted(string RunId, string Message, long EventRow) : RunNews(RunId, EventRow);

/// <summary>Its group is over, and it is the run to look at first.</summary>
public sealed record RunGroupEnded(string RunId, string Group, string Message, long EventRow) : RunNews(RunId, EventRow);

/// <summary>Its place in the queue, its hours, or what is wished of it changed.</summary>
public sealed record RunChanged(string RunId) : RunNews(RunId);

/// <summary>It was deleted.</summary>
public sealed record RunDeleted(string RunId) : RunNews(RunId);

using System.Threading.Channels;
using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Executors;

/// <summary>A trainer that an executor has at work. Disposing it kills a trainer that is still there, unless it was let go.</summary>
public interface IExecution : IAsyncDisposable
{
    /// <summary>How its executor finds it again after a restart of the daemon.</summary>
    string Handle { get; }

    /// <summary>For people: a process, a job and its node.</summary>
    string Description { get; }

    /// <summary>What it says, as it says it; ends when it says no more. A trainer that comes to work after it has waited says <see cref="Preparing"/> first.</summary>
    ChannelReader<TrainerEvent> Events { get; }

    /// <summary>Completes when it is gone and its log is on disk, or when it is let go. It never fails.</summary>
    Task<ExecutionEnd> End { get; }

    /// <summary>Why it does not work yet, as a job that waits for a node; null while it works.</summary>
    string? Waits { get; }

    /// <summary>Asks it to save and leave. When the daemon itself ends, one that can go on without it is let go instead.</summary>
    void Stop();

    /// <summary>Ends it with all its children.</summary>
    void Kill();

    /// <summary>Says a word to it.</summary>
    /// <returns>Whether it could be said.</returns>
    Task<bool> Tell(TrainerCommand command);
}

/// <summary>What can be said to a trainer at work.</summary>
public enum TrainerCommand
{
    /// <summary>Save a checkpoint at the end of this step.</summary>
    Save,

    /// <summary>Make sample pictures now.</summary>
    Sample,
}

/// <summary>How a trainer ended.</summary>
/// <param name="ExitCode">A signal N reads as 128 + N.</param>
/// <param name="Words">What the executor knows of the reason, a sentence; null: nothing.</param>
/// <param name="OutOfMemory">Whether the system says that it took too much memory.</param>
public sealed record ExecutionEnd(int ExitCode, string? Words = null, bool OutOfMemory = false, EndKind Kind = EndKind.Own);

/// <summary>Whose doing the end of a trainer was.</summary>
public enum EndKind
{
    /// <summary>The trainer's own, or that of whoever asked it to leave.</summary>
    Own,

    /// <summary>Its place was taken from it, which is no fault of the run: it goes on elsewhere, or later.</summary>
    Cut,

    /// <summary>A person ended it where it worked, and not by the daemon: it goes on when a person says so.</summary>
    Withdrawn,

    /// <summary>It has not ended: the daemon ends, and finds it again.</summary>
    LetGo,
}

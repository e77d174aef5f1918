using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Core.Executors;

/// <summary>
/// A way to have trainers at work: as child processes here, or as jobs of a cluster. The queue speaks to this and to <see cref="IExecution"/>,
/// and never knows which it is.
/// </summary>
public interface IExecutor
{
    /// <summary>As the configuration and a sidecar name it: <c>local</c>.</summary>
    string Name { get; }

    /// <summary>Whether it could take a run now, and where; cheap, since the queue asks for every waiting run at each look.</summary>
    /// <param name="taken">The places of this executor that runs are at, or are about to start at; a place may be in it several times.</param>
    Room RoomFor(Run run, IReadOnlyCollection<string> taken);

    /// <summary>Starts a trainer.</summary>
    /// <param name="place">From <see cref="RoomFor"/>.</param>
    /// <exception cref="ExecutorException">It could not be started; the message says why.</exception>
    /// <exception cref="ExecutorBusyException">Not now: the run waits and is tried again.</exception>
    Task<IExecution> Start(TrainerWork work, string place, CancellationToken cancel);

    /// <summary>After a restart of the daemon: what became of the trainer that an earlier one started.</summary>
    /// <param name="handle">Null when the earlier daemon died before it could write it down.</param>
    /// <returns>The trainer, to be followed further; null when it is gone, or was ended since nobody can follow it.</returns>
    Task<IExecution?> FindAgain(TrainerWork work, string? handle, CancellationToken cancel);
}

/// <summary>What a trainer is to do.</summary>
/// <param name="Command"><c>train</c> or <c>sample</c>.</param>
/// <param name="PlanFile">Of what.</param>
/// <param name="LogFile">Takes what it logs for people; a run that goes on, goes on in the same file.</param>
public record TrainerTask(string Command, string PlanFile, string LogFile)
{
    public const string Train = "train", Sample = "sample";
}

/// <summary>What a trainer is to do for a run of the queue.</summary>
public sealed record TrainerWork(Run Run, string Command, string PlanFile, string LogFile) : TrainerTask(Command, PlanFile, LogFile);

/// <param name="Place">Where a run may start; null when it may not.</param>
/// <param name="Wait">Why not; null when it may.</param>
public sealed record Room(string? Place, RunWait? Wait)
{
    /// <param name="why">Why it may not, in a sentence; what the place is short of is known to the executor alone.</param>
    public Room(string? place, string? why = null)
        : this(place, why is null ? null : new RunWait(WaitKind.Device, why))
    {
    }
}

/// <summary>A trainer cannot be had; the message is for people.</summary>
public class ExecutorException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A trainer cannot be had now, for a reason that is not the run's; the message is for people.</summary>
public sealed class ExecutorBusyException(string message) : ExecutorException(message);

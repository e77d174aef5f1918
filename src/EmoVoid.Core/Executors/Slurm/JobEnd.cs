using EmoVoid.Contracts.Events;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>Judges how a job's trainer ended, by what the script wrote down and what Slurm says.</summary>
/// <param name="Job">As Slurm showed it last; null: it knows it no more.</param>
/// <param name="SlurmsCode">The job's exit code by Slurm; null where nobody asked, or Slurm does not know.</param>
/// <param name="AskedToLeave">Whether we did.</param>
internal sealed record JobEnd(string Id, QueuedJob? Job, JobJournal Journal, int? SlurmsCode, bool AskedToLeave)
{
    private const int Killed = 128 + 9, Terminated = 128 + 15;

    /// <summary>Whether it was the node that could not, so that the same would happen again at once.</summary>
    public bool IsThePlaces => Journal.End is null && (Journal.Problem is not null || SlurmsCode == BatchScript.NoFolder);

    /// <summary>Whether the trainer's code alone says how it ended, so that nobody need wait for what Slurm says.</summary>
    public static bool IsPlain(int code) => code is >= 0 and < 128 and not (int)TrainerExitCode.Stopped;

    public ExecutionEnd Judge() => this switch
    {
        { Journal.End.ExitCode: var code } when IsPlain(code) => new ExecutionEnd(code),
        _ when AskedToLeave => new ExecutionEnd(Journal.End?.ExitCode ?? (Job?.State == "CANCELLED" && Journal.Restarts is null ? (int)TrainerExitCode.Stopped : Killed)),
        { Journal.Problem: { } problem } => Cut($"Slurm job {Id} could not work on the node {Journal.Node}: {problem}."),
        _ when SlurmsCode == BatchScript.NoFolder => Cut($"Slurm job {Id} does not see the run's folder on the node {Job?.Nodes}: is the shared disk mounted there, and EmoVoid:Executors:N:Paths right?"),
        { Job.State: "OUT_OF_MEMORY" } => new ExecutionEnd(Killed, JobStates.WhyItEnded(Job!), OutOfMemory: true),
        { Job.State: "CANCELLED" } => new ExecutionEnd(Code, JobStates.WhyItEnded(Job!), Kind: EndKind.Withdrawn),
        { Job: { } job } when JobStates.IsCut(job) => Cut(JobStates.WhyItEnded(job)!),
        { Journal.End.ExitCode: (int)TrainerExitCode.Stopped } => Cut($"Slurm told job {Id} to leave, as it does before a time limit; it saved and left."),
        { Journal: { Told: true, End.ExitCode: Terminated or Killed } } => Cut($"Slurm told job {Id} to leave, and it had not saved yet."),
        { Job: null, Journal.End: null, SlurmsCode: null } => new ExecutionEnd(Killed, $"Slurm knows job {Id} no more, and it left no word: it was deleted, or its node died."),
        _ => new ExecutionEnd(Code, Journal.End is null ? $"Slurm job {Id} ended ({Job?.State}) and its script left no word." : null),
    };

    private int Code => Journal.End?.ExitCode ?? (SlurmsCode is > 0 ? SlurmsCode.Value : Killed);

    private ExecutionEnd Cut(string why) => new(Code, why, Kind: EndKind.Cut);
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling;

/// <summary>A run whose trainer broke is tried again.</summary>
/// <param name="Why">A sentence for the run's message.</param>
/// <param name="Note">The same for the report, with the step.</param>
internal sealed record RunRetry(string Why, string Note, RunColumns Columns);

/// <summary>Decides whether a run goes on after its trainer broke: not for what would happen again, and not for ever.</summary>
internal sealed class SecondChance(LeanerMemory leaner, IOptions<SchedulingOptions> options, TimeProvider time)
{
    /// <returns>Null when the run has failed.</returns>
    public RunRetry? After(Run run, AttendedEnd end) => end switch
    {
        { ExitCode: (int)TrainerExitCode.NoSpace } => ForWantOfSpace(run, end),
        _ when IsForWantOfMemory(end) => WithLessMemory(run, end) ?? (end.End.OutOfMemory ? Again(run, end) : null),
        _ when IsFinal(end.ExitCode) => null,
        _ => Again(run, end),
    };

    /// <summary>What to say of a run that gets no further chance.</summary>
    public static string LastWord(Run run, AttendedEnd end) => IsFinal(end.ExitCode) || IsForWantOfMemory(end) || run.Failures == 0
        ? Reason(end)
        : $"Its trainer broke {run.Failures + 1} times in a row at step {run.Step}. {Reason(end)}";

    private static bool IsForWantOfMemory(AttendedEnd end) => end.ExitCode == (int)TrainerExitCode.OutOfMemory || end.End.OutOfMemory;

    // What these say is in the plan, the data set, the model or the machine, and stays there. A trainer that is done without a checkpoint is none of ours.
    private static bool IsFinal(int exitCode) => exitCode is (int)TrainerExitCode.Done or (int)TrainerExitCode.BadPlan or (int)TrainerExitCode.BadData
        or (int)TrainerExitCode.BadModel or (int)TrainerExitCode.NoDevice or (int)TrainerExitCode.Diverged;

    private static string Reason(AttendedEnd end) => end switch
    {
        { Hung: { } silence } => $"The trainer said nothing for {Words(silence)} and was ended.",
        { LastWords: { } said } => said.Message,
        { End.Words: { } words } => words,
        _ => TrainerDeath.Explain(end.ExitCode, end.End.OutOfMemory),
    };

    // The space is somebody else's to make; a run does not fail of it however long that takes.
    private RunRetry ForWantOfSpace(Run run, AttendedEnd end) => new(
        $"Nothing could be written: {Reason(end)}", $"At step {run.Step} nothing could be written, and the run waited: {Reason(end)}",
        new RunColumns().NotBefore(time.GetUtcNow() + options.Value.RetryDelay));

    private RunRetry? WithLessMemory(Run run, AttendedEnd end) => leaner.Take(run) is { } mode
        ? new RunRetry(
            $"The memory ran out; it is tried again with {mode}.", $"At step {run.Step} the memory ran out ({Reason(end)}); the run went on with {mode}.",
            new RunColumns().Failures(0, null))
        : null;

    private RunRetry? Again(Run run, AttendedEnd end)
    {
        var inARow = run.FailedStep == run.Step ? run.Failures + 1 : 1;
        if (inARow >= options.Value.MostFailures)
            return null;
        return new RunRetry(
            $"{Reason(end)} It is tried again.", $"After step {run.Step}, try {inARow}: {Reason(end)} The run went on.",
            new RunColumns().Failures(inARow, run.Step).NotBefore(time.GetUtcNow() + (inARow * options.Value.RetryDelay)));
    }

    private static string Words(TimeSpan silence) =>
        FormattableString.Invariant($"{(silence.TotalMinutes >= 2 ? silence.TotalMinutes : silence.TotalSeconds):0.#} {(silence.TotalMinutes >= 2 ? "minutes" : "seconds")}");
}

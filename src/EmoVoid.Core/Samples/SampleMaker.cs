using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Samples;

/// <summary>Has a trained run's contact sheet made, by a trainer of its own. Whatever goes wrong is a note: the run is trained, and completed without a sheet.</summary>
internal sealed class SampleMaker(
    SamplePlanner planner, SampleFiles files, RunStore runs, Activity activity, Attendance attendance, StateFolder folders, IOptions<SchedulingOptions> options, TimeProvider time, ILogger<SampleMaker> log)
{
    /// <param name="stopping">Ends the trainer, without a note: the run waits, and its sheet is made when it goes on.</param>
    public async Task Make(Run run, IExecutor executor, CancellationToken stopping)
    {
        try
        {
            if (planner.PlanFor(run) is not { } plan || stopping.IsCancellationRequested)
                return;
            File.Delete(plan.OutputFile); // of an earlier try
            plan.Write(files.PlanOf(run.Id));
            log.SamplesBegin(run.Id, plan.Columns.Count, plan.Settings.Prompts.Count);
            if (await Problem(run, executor, plan, stopping) is { } problem && !stopping.IsCancellationRequested)
                Give(run, problem);
        }
#pragma warning disable CA1031 // Pictures are never worth a run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Give(run, e.Message);
        }
    }

    /// <returns>Why there is no sheet; null when there is one.</returns>
    private async Task<string?> Problem(Run run, IExecutor executor, SamplePlan plan, CancellationToken stopping)
    {
        // Counted from when it works: a job may wait for its node much longer.
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        var work = new TrainerWork(run, TrainerTask.Sample, files.PlanOf(run.Id), folders.TrainerLogOf(run.Id));
        await using var trainer = await executor.Start(work, runs.Get(run.Id).Place ?? plan.Device, leave.Token);
        runs.Set(run.Id, new RunColumns().Handle(trainer.Handle));
        activity.Attend(run.Id, trainer);
        var works = trainer.Waits is null;
        if (works)
            late.CancelAfter(options.Value.SampleTimeout);
        var end = await attendance.Attend(trainer, Hear, _ => null, leave.Token);
        return late.IsCancellationRequested ? $"they took longer than {options.Value.SampleTimeout} (EmoVoid:SampleTimeout)."
            : end.LastWords?.Message
            ?? end.End.Words
            ?? (end.ExitCode != 0 ? TrainerDeath.Explain(end.ExitCode, end.End.OutOfMemory) : File.Exists(plan.OutputFile) ? null : "the trainer made none and gave no reason.");

        void Hear(IReadOnlyList<TrainerEvent> said)
        {
            if (!works)
                late.CancelAfter(options.Value.SampleTimeout);
            works = true;
            this.Hear(run.Id, said);
        }
    }

    private void Hear(string run, IReadOnlyList<TrainerEvent> said)
    {
        foreach (var one in said)
        {
            activity.Take(run, one);
            if (one is Noted noted)
                runs.Note(run, noted.Message);
        }
    }

    private void Give(Run run, string problem)
    {
        log.SamplesFailed(run.Id, problem);
        runs.Note(run.Id, $"There are no sample pictures: {problem}");
    }
}

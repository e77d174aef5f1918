using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Samples;

/// <summary>Has a trained run's contact sheet made, by a trainer of its own. Whatever goes wrong is a note: the run is trained, and completed without a sheet.</summary>
internal sealed class SampleMaker(
    SamplePlanner planner, SampleFiles files, RunStore runs, Activity activity, StateFolder folders, TrainerLocator locator,
    IOptions<SchedulingOptions> options, TimeProvider time, ILogger<SampleMaker> log)
{
    /// <param name="stopping">Ends the trainer, without a note: the run waits, and its sheet is made when it goes on.</param>
    public async Task Make(Run run, CancellationToken stopping)
    {
        try
        {
            if (planner.PlanFor(run) is not { } plan || stopping.IsCancellationRequested)
                return;
            File.Delete(plan.OutputFile); // of an earlier try
            plan.Write(files.PlanOf(run.Id));
            log.SamplesBegin(run.Id, plan.Columns.Count, plan.Settings.Prompts.Count);
            if (await Problem(run, plan, stopping) is { } problem && !stopping.IsCancellationRequested)
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
    private async Task<string?> Problem(Run run, SamplePlan plan, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(options.Value.SampleTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        await using var trainer = TrainerProcess.Start(locator.Find(), "sample", files.PlanOf(run.Id), folders.TrainerLogOf(run.Id));
        var leaving = Task.CompletedTask;
        using (end.Token.Register(() => leaving = trainer.Stop(options.Value.StopTimeout, time)))
        {
            var lastWords = await Listen(run, trainer);
            await trainer.Completion();
            await leaving;
            return late.IsCancellationRequested ? $"they took longer than {options.Value.SampleTimeout} (EmoVoid:SampleTimeout)."
                : lastWords?.Message
                ?? (trainer.ExitCode != 0 ? TrainerDeath.Explain(trainer.ExitCode) : File.Exists(plan.OutputFile) ? null : "the trainer made none and gave no reason.");
        }
    }

    private async Task<Failed?> Listen(Run run, TrainerProcess trainer)
    {
        Failed? lastWords = null;
        await foreach (var said in trainer.Events.ReadAllAsync())
        {
            activity.Take(said);
            if (said is Noted noted)
                runs.Note(run.Id, noted.Message);
            lastWords = said as Failed ?? lastWords;
        }

        return lastWords;
    }

    private void Give(Run run, string problem)
    {
        log.SamplesFailed(run.Id, problem);
        runs.Note(run.Id, $"There are no sample pictures: {problem}");
    }
}

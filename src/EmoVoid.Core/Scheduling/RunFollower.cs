using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling;

/// <summary>Starts a run's trainer, writes down what it says, and ends the run as the trainer ended.</summary>
internal sealed class RunFollower(
    RunStore runs, MetricStore metrics, CheckpointStore checkpoints, SampleMaker samples, RunEnding ending, Activity activity,
    StateFolder folders, TrainerLocator locator, IOptions<SchedulingOptions> options, TimeProvider time, ILogger<RunFollower> log)
{
    /// <summary>Steps that come within this time of each other go into the database together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    /// <param name="stopping">Asks the trainer to save and leave.</param>
    public async Task Follow(Run run, CancellationToken stopping)
    {
        run = runs.Move(run.Id, RunState.Preparing);
        activity.Begin(run);
        try
        {
            var (exitCode, lastWords) = await Train(run, stopping);
            if (ending.IsTrained(run.Id, exitCode) && !stopping.IsCancellationRequested)
            {
                await samples.Make(run, stopping);
                // A run whose pictures were cut short is told again by its trainer at the next start, and sampled anew.
                exitCode = stopping.IsCancellationRequested ? (int)TrainerExitCode.Stopped : exitCode;
            }

            ending.End(run.Id, exitCode, lastWords, stopping.IsCancellationRequested);
        }
        finally
        {
            activity.End();
        }
    }

    private async Task<(int ExitCode, Failed? LastWords)> Train(Run run, CancellationToken stopping)
    {
        await using var trainer = Start(run);
        var leaving = Task.CompletedTask;
        using (stopping.Register(() => leaving = Stop(run, trainer)))
        {
            var lastWords = await Listen(run, trainer);
            await trainer.Completion();
            await leaving;
            return (trainer.ExitCode, lastWords);
        }
    }

    private TrainerProcess Start(Run run)
    {
        var trainer = TrainerProcess.Start(locator.Find(), "train", folders.PlanOf(run.Id), folders.TrainerLogOf(run.Id));
        log.TrainerStarted(run.Id, trainer.Id);
        return trainer;
    }

    private async Task Stop(Run run, TrainerProcess trainer)
    {
        log.TrainerAskedToLeave(run.Id);
        if (!await trainer.Stop(options.Value.StopTimeout, time))
            log.TrainerKilled(run.Id, options.Value.StopTimeout);
    }

    /// <returns>What the trainer said of its failure; null when it said nothing.</returns>
    private async Task<Failed?> Listen(Run run, TrainerProcess trainer)
    {
        Failed? lastWords = null;
        while (await trainer.Events.WaitToReadAsync())
        {
            var said = new List<TrainerEvent>();
            while (trainer.Events.TryRead(out var one))
                said.Add(one);
            WriteDown(run.Id, said);
            lastWords = said.OfType<Failed>().LastOrDefault() ?? lastWords;
            await Task.Delay(Gathering, time);
        }
        return lastWords;
    }

    private void WriteDown(string run, IReadOnlyList<TrainerEvent> said)
    {
        foreach (var one in said)
        {
            activity.Take(one);
            if (one is not Stepped)
                WriteDown(run, one);
        }
        if (said.OfType<Stepped>().ToList() is not { Count: > 0 } steps)
            return;
        if (runs.Get(run).State == RunState.Preparing)
            runs.Move(run, RunState.Training);
        metrics.Append(run, steps);
    }

    private void WriteDown(string run, TrainerEvent said)
    {
        switch (said)
        {
            case Started started:
                runs.Began(run, started);
                log.TrainingBegins(run, started.Parameters, started.Device, started.Steps, started.ResumedAt);
                break;
            case CheckpointSaved saved:
                checkpoints.Add(run, saved);
                log.CheckpointSaved(run, saved.File, saved.Step, saved.Reason.ToString().ToLowerInvariant());
                break;
            case Noted noted:
                runs.Note(run, noted.Message);
                log.TrainerNoted(run, noted.Message);
                break;
        }
    }
}

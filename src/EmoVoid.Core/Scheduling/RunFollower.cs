using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling;

/// <summary>Has a run's trainer at work, writes down what it says, and ends the run as the trainer ended.</summary>
internal sealed class RunFollower(
    RunStore runs, MetricStore metrics, CheckpointStore checkpoints, ValidationStore validations, RunFeed feed, SampleMaker samples, RunEnding ending, Activity activity, Attendance attendance,
    StateFolder folders, IOptions<SchedulingOptions> options, ILogger<RunFollower> log)
{
    /// <param name="stop">Asks the trainer to save and leave, and says why.</param>
    public async Task Follow(Run run, IExecutor executor, string place, RunStop stop)
    {
        run = runs.Move(run.Id, RunTransition.Start, also: new RunColumns().At(executor.Name, place));
        await Follow(run, executor, stop, () => executor.Start(WorkOf(run), place, stop.Token));
    }

    /// <summary>Goes on with a trainer that outlived the daemon which started it.</summary>
    public Task Adopt(Run run, IExecutor executor, IExecution trainer, RunStop stop) => Follow(run, executor, stop, () => Task.FromResult(trainer));

    internal TrainerWork WorkOf(Run run) => new(run, TrainerTask.Train, folders.PlanOf(run.Id), folders.TrainerLogOf(run.Id));

    private async Task Follow(Run run, IExecutor executor, RunStop stop, Func<Task<IExecution>> start)
    {
        activity.Begin(run);
        try
        {
            var end = await Train(run, stop, start);
            if (end.End.Kind == EndKind.LetGo)
                return; // the next daemon finds it
            if (ending.IsTrained(run.Id, end.ExitCode) && !stop.IsAsked)
            {
                await samples.Make(run, executor, stop.Token);
                // A run whose pictures were cut short is told again by its trainer at the next start, and sampled anew.
                if (stop.IsAsked)
                    end = end with { End = new ExecutionEnd((int)TrainerExitCode.Stopped) };
            }

            ending.End(run.Id, end, stop.Reason);
        }
        finally
        {
            activity.End(run.Id);
        }
    }

    private async Task<AttendedEnd> Train(Run run, RunStop stop, Func<Task<IExecution>> start)
    {
        await using var trainer = await start();
        runs.Set(run.Id, new RunColumns().Handle(trainer.Handle));
        log.TrainerStarted(run.Id, trainer.Description);
        activity.Attend(run.Id, trainer);
        var limit = new HangLimit(options.Value.StartTimeout, options.Value.HangTimeout);
        stop.Token.Register(() => log.TrainerAskedToLeave(run.Id, stop.Reason!.Why));
        var end = await attendance.Attend(trainer, said => WriteDown(run.Id, said), limit.After, stop.Token);
        if (end.Killed)
            log.TrainerKilled(run.Id, options.Value.StopTimeout);
        if (end.Hung is { } silence)
            log.TrainerHung(run.Id, silence);
        return end;
    }

    private void WriteDown(string run, IReadOnlyList<TrainerEvent> said)
    {
        var steps = new List<Stepped>();
        foreach (var one in said)
        {
            activity.Take(run, one);
            if (one is Stepped step)
                steps.Add(step);
            else
            {
                // A run that goes back forgets the steps before this word, and not those after it.
                if (one is WentBack)
                    WriteDownSteps(run, steps);
                WriteDown(run, one);
            }
        }

        WriteDownSteps(run, steps);
    }

    private void WriteDownSteps(string run, List<Stepped> steps)
    {
        if (steps.Count == 0)
            return;
        if (runs.Get(run).State == RunState.Preparing)
            runs.Move(run, RunTransition.Train);
        metrics.Append(run, [.. steps]);
        steps.Clear();
    }

    private void WriteDown(string run, TrainerEvent said)
    {
        switch (said)
        {
            case Preparing stage:
                feed.Tell(new RunStaged(run, stage));
                break;
            case Started started:
                runs.Began(run, started);
                log.TrainingBegins(run, started.Parameters, started.Device, started.Steps, started.ResumedAt);
                break;
            case WentBack back:
                runs.WentBack(run, back.Step);
                break;
            case CheckpointSaved saved:
                checkpoints.Add(run, saved);
                log.CheckpointSaved(run, saved.File, saved.Step, saved.Reason.ToString().ToLowerInvariant());
                break;
            case Validated validated:
                validations.Keep(run, validated);
                break;
            case Noted noted:
                runs.Note(run, noted.Message);
                log.TrainerNoted(run, noted.Message);
                break;
        }
    }
}

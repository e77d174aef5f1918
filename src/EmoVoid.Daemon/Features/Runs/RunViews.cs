using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Gathers what a <see cref="RunView"/> shows.</summary>
internal sealed class RunViews(RunStore runs, MetricStore metrics, Activity activity, RunOutput output, LossPlotter plotter, StateFolder folders)
{
    /// <summary>The pace is the mean over this many steps.</summary>
    private const int PaceOver = 20;

    public RunView Of(Run run) => new()
    {
        Id = run.Id,
        Name = run.Name,
        Folder = run.Folder,
        State = run.State,
        Message = run.Message,
        Notes = runs.Notes(run.Id),
        Model = run.Model,
        Images = run.Images,
        Settings = run.Settings,
        TrainedWith = run.TrainedWith,
        Progress = ProgressOf(run),
        Files = FilesOf(run),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
    };

    private ProgressView ProgressOf(Run run)
    {
        var recent = metrics.List(run.Id, after: Math.Max(0, run.Step - PaceOver));
        var last = recent.Count > 0 ? recent[^1] : null;
        return new ProgressView
        {
            Step = run.Step,
            Steps = run.Steps,
            Stage = run.State.IsAtWork() ? activity.Of(run.Id)?.Stage?.Stage : null,
            Loss = last?.Loss,
            Pulse = last?.Pulse,
            StopBase = last?.StopBase,
            MediumLoss = last?.MediumLoss,
            Lit = last?.Lit,
            SecondsLeft = run.State == RunState.Training && last is not null ? recent.Average(step => step.Seconds) * (run.Steps - run.Step) : null,
        };
    }

    private FilesView FilesOf(Run run) => new()
    {
        Folder = Existing(folders.OutputOf(run.Id)) ?? Existing(folders.WorkOf(run.Id)),
        Recommended = Existing(output.RecommendedOf(run.Id)),
        Report = Existing(output.ReportOf(run.Id)),
        Samples = Existing(output.SamplesOf(run.Id)),
        Plot = plotter.Find(run.Id),
        Log = Existing(output.LogOf(run.Id)) ?? Existing(folders.TrainerLogOf(run.Id)),
    };

    private static string? Existing(string path) => Path.Exists(path) ? path : null;
}

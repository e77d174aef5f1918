using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Draws how a run went, when it ends. Whatever goes wrong is a note: no run ends differently for want of a picture.</summary>
public sealed class LossPlotter(
    StateFolder folders, RunStore runs, MetricStore metrics, CheckpointStore checkpoints, RunAdvice advice, ILogger<LossPlotter> log)
{
    public const string FileName = "loss.png";

    /// <summary>Where a run's plot lies: in the output, or, when the run failed, in its work folder; null when there is none.</summary>
    public string? Find(string run)
    {
        string[] places = [Path.Combine(folders.OutputOf(run), FileName), Path.Combine(folders.WorkOf(run), FileName)];
        return places.FirstOrDefault(File.Exists);
    }

    /// <summary>Puts the plot of what is recorded of a run into a folder; a run without steps has none.</summary>
    /// <returns>Whether there is a plot now.</returns>
    internal bool Draw(Run run, string folder)
    {
        try
        {
            var steps = metrics.List(run.Id);
            if (steps.Count == 0)
                return false;
            var saved = checkpoints.List(run.Id).Select(checkpoint => checkpoint.Step);
            var curve = new LossCurve(run.Name, run.Settings.StopLoss, steps, [.. saved], advice.For(run));
            LossPicture.Save(curve, Path.Combine(folder, FileName));
            return true;
        }
#pragma warning disable CA1031 // A picture is never worth a run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LossPlotFailed(e, run.Id);
            runs.Note(run.Id, $"There is no loss plot: {e.GetBaseException().Message}");
            return false;
        }
    }
}

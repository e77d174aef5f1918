using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>Draws how a run goes or went: on demand, and into its folder when it ends.</summary>
public sealed class LossPlotter(
    StateFolder folders, RunStore runs, MetricSeries series, CheckpointStore checkpoints, ValidationStore validations, ILogger<LossPlotter> log)
{
    public const string PngName = "plot.png", SvgName = "plot.svg";

    /// <summary>Pictures that are drawn at once would wait for the same two cores, and their pixels would be in memory together.</summary>
    private readonly Lock drawing = new();

    private readonly LossCurveReader curves = new(series, checkpoints, validations);

    /// <summary>Where a run's plot (PNG) lies: in the output, or, when the run failed, in its work folder; null when there is none.</summary>
    public string? Find(string run)
    {
        string[] places = [Path.Combine(folders.OutputOf(run), PngName), Path.Combine(folders.WorkOf(run), PngName)];
        return places.FirstOrDefault(File.Exists);
    }

    /// <summary>The plot of what is recorded of a run by now.</summary>
    /// <returns>The file's content; null when no step is recorded.</returns>
    public byte[]? Draw(Run run, PlotFormat format, PlotLook look)
    {
        lock (drawing)
            return curves.Read(run, PictureFile.ColumnsOf(format, look, run.Settings.StopLoss)) is { } curve ? PictureFile.Write(curve, format, look) : null;
    }

    /// <summary>Puts the plots of a run that ends into a folder. Whatever goes wrong is a note: no run ends differently for want of a picture.</summary>
    /// <param name="end">How it ends; its record says so a moment later.</param>
    /// <returns>Whether there are plots now; a run without steps has none.</returns>
    internal bool Draw(Run run, string folder, RunState end = RunState.Failed)
    {
        try
        {
            run = run with { State = end };
            if (Draw(run, PlotFormat.Png, new PlotLook()) is not { } png || Draw(run, PlotFormat.Svg, new PlotLook()) is not { } svg)
                return false;
            File.WriteAllBytes(Path.Combine(folder, PngName), png);
            File.WriteAllBytes(Path.Combine(folder, SvgName), svg);
            return true;
        }
#pragma warning disable CA1031 // A picture is never worth a run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LossPlotFailed(e, run.Id);
            runs.Note(run.Id, $"There is no plot: {e.GetBaseException().Message}");
            return false;
        }
    }
}

using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Logging;
using ScottPlot;

namespace EmoVoid.Core.Groups;

/// <summary>Draws the average losses of a group's runs into one picture.</summary>
public sealed class GroupPlotter(MetricReader metrics, ILogger<GroupPlotter> log)
{
    public const string FileName = "plot.png";

    private const int Width = 1200, Height = 800, PointsOfRun = 400;

    /// <summary>More names than these would hide the curves.</summary>
    private const int MostNames = 16;

    /// <summary>Puts the picture into a folder. Whatever goes wrong is logged: no group ends differently for want of a picture.</summary>
    /// <returns>Whether there is one; runs without steps have none.</returns>
    internal bool Draw(string group, GroupReport report, string folder)
    {
        try
        {
            if (Draw(report) is not { } picture)
                return false;
            File.WriteAllBytes(Path.Combine(folder, FileName), picture);
            return true;
        }
#pragma warning disable CA1031 // A picture is never worth a group.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.GroupPlotFailed(e, group);
            return false;
        }
    }

    /// <returns>A PNG; null when no run took a step.</returns>
    public byte[]? Draw(GroupReport report)
    {
        PlotFont.Use();
        using var plot = new Plot();
        var palette = new ScottPlot.Palettes.Category20();
        foreach (var (index, member) in report.Members.Index())
            Add(plot, member, palette.GetColor(index), isChosen: report.Choices.Any(choice => choice.Run == member.Run), isNamed: report.Members.Count <= MostNames);
        if (!plot.GetPlottables().Any())
            return null;
        plot.Title(report.Name + ": average loss of every run");
        plot.Axes.Title.Label.FontName = PlotFont.For(report.Name);
        plot.XLabel("step");
        plot.YLabel("average loss");
        if (report.Members.Count <= MostNames)
            plot.ShowLegend(Alignment.UpperRight);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private void Add(Plot plot, GroupMember member, Color colour, bool isChosen, bool isNamed)
    {
        var points = metrics.Points(member.Run, new MetricWindow(), PointsOfRun);
        if (points.Count == 0)
            return;
        var line = plot.Add.ScatterLine(points.Select(point => (double)point.Step).ToArray(), points.Select(point => point.MediumLoss).ToArray(), colour);
        line.LineWidth = isChosen ? 3 : 1.2f;
        if (isNamed)
            line.LegendText = member.Words + (isChosen ? " (take this one)" : "");
        if (isChosen && member.Candidate is { StableLoss: { } loss } candidate)
            plot.Add.Marker(candidate.Step, loss, MarkerShape.FilledCircle, size: 12, colour);
    }
}

using System.Globalization;
using EmoVoid.Core.Runs;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>
/// "Which checkpoint, and why", at one glance: the losses, their average that the light watches, the stop loss, when the light was on,
/// the checkpoints, and the recommended one by name.
/// </summary>
internal sealed class LossPicture : IDisposable
{
    private const int Width = 1200, Height = 675;

    /// <summary>So few that each can be shown as a dot of its own.</summary>
    private const int FewSteps = 60;

    private readonly LossCurve curve;
    private readonly LossScale scale;
    private readonly Plot plot;

    private LossPicture(LossCurve curve)
    {
        PlotFont.Use();
        this.curve = curve;
        scale = new LossScale([curve.StopLoss, .. curve.Steps.Select(step => step.Loss), .. curve.Steps.Select(step => step.MediumLoss)]);
        plot = new Plot();
    }

    /// <summary>Writes it as a PNG of 1200×675.</summary>
    public static void Save(LossCurve curve, string file)
    {
        using var picture = new LossPicture(curve);
        picture.Drawn().SavePng(file, Width, Height);
    }

    public void Dispose() => plot.Dispose();

    // What lies behind comes first.
    private Plot Drawn()
    {
        Paper();
        Axes();
        Light();
        Losses();
        StopLoss();
        Average();
        Checkpoints();
        Recommended();
        Legend();
        return plot;
    }

    private void Paper()
    {
        plot.FigureBackground.Color = plot.DataBackground.Color = PlotColours.Paper;
        plot.Grid.MajorLineColor = PlotColours.Grid;
        plot.Axes.Color(PlotColours.Text);
        plot.Axes.Frame(false);
        plot.Axes.AddPanel(new Heading(curve.Name, curve.Advice.Why));
    }

    private void Axes()
    {
        plot.Axes.SetLimits(0, Math.Max(2, curve.LastStep * 1.01), scale.Bottom, scale.Top);
        plot.Axes.Left.TickGenerator = scale.Marks();
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40, LabelFormatter = Invariant };
        Label(plot.Axes.Left, "loss, logarithmic");
        Label(plot.Axes.Bottom, "step");
        plot.Axes.Left.MinimumSize = 92;
        plot.Axes.Left.Label.OffsetX = 12; // away from the picture's edge
        plot.Axes.Right.MinimumSize = 132;
    }

    private void Light()
    {
        var spans = LightTimeline.Of(curve.Steps).Spans;
        for (var i = 0; i < spans.Count; i++)
        {
            var band = plot.Add.HorizontalSpan(spans[i].First - 0.5, spans[i].Last + 0.5, PlotColours.Light.WithAlpha(0.5));
            band.LineStyle.Width = 0;
            band.LegendText = i == 0 ? "light on" : ""; // one entry for all
        }
    }

    private void Losses()
    {
        // Many noisy lines beside each other are dark; they are the background of what matters.
        var faint = PlotColours.Loss.WithAlpha(curve.Steps.Count > Width ? 0.45 : 0.6);
        Draw(step => step.Loss, faint, width: 1, "loss of each step");
    }

    private void Average() => Draw(step => step.MediumLoss, PlotColours.Average, width: 2.5f, "average loss, which the light watches");

    // SignalXY draws every pixel column from its lowest to its highest value: however many steps there are, none is hidden.
    private void Draw(Func<Metric, double> loss, Color colour, float width, string name)
    {
        foreach (var (i, stretch) in curve.Stretches().Index())
        {
            var line = plot.Add.SignalXY(
                stretch.Select(step => (double)step.Step).ToArray(), stretch.Select(step => scale.At(loss(step))).ToArray(), colour);
            line.LineWidth = width;
            line.MarkerSize = curve.Steps.Count <= FewSteps || stretch.Count == 1 ? 3 + width : 0;
            line.LegendText = i == 0 ? name : ""; // one entry for all
        }
    }

    private void StopLoss()
    {
        var line = plot.Add.HorizontalLine(scale.At(curve.StopLoss), 2, PlotColours.StopLoss, LinePattern.Dashed);
        line.LabelText = "stop loss " + Invariant(curve.StopLoss);
        line.LabelStyle.Rotation = 0;
        line.LabelStyle.Bold = false;
        line.LabelStyle.ForeColor = PlotColours.StopLoss;
        line.LabelStyle.BackgroundColor = Colors.Transparent;
        line.LabelOppositeAxis = true;
        line.ManualLabelAlignment = Alignment.MiddleLeft;
    }

    private void Checkpoints()
    {
        var marks = plot.Add.Markers(curve.Saves.Select(OnAverage).ToArray(), MarkerShape.FilledCircle, 9, PlotColours.Paper);
        (marks.MarkerStyle.OutlineColor, marks.MarkerStyle.OutlineWidth) = (PlotColours.Average, 2);
        marks.LegendText = curve.Saves.Count > 0 ? "checkpoint" : "";
    }

    private void Recommended()
    {
        if (curve.Recommended is not { } step)
            return;
        var line = plot.Add.VerticalLine(step, 2, PlotColours.Recommended);
        line.LabelText = "recommended: step " + Invariant(step);
        line.LabelStyle.Bold = false;
        line.LabelStyle.FontSize = 16;
        line.LabelStyle.BackgroundColor = PlotColours.Recommended;
        line.LabelStyle.BorderRadius = 4;
        line.LabelStyle.Padding = 6;
        line.LabelOppositeAxis = true;
        line.ManualLabelAlignment = ((double)step / curve.LastStep) switch
        {
            < 0.1 => Alignment.LowerLeft,
            > 0.95 => Alignment.LowerRight,
            _ => Alignment.LowerCenter,
        };
        var mark = plot.Add.Marker(OnAverage(step), MarkerShape.FilledDiamond, 20, PlotColours.Recommended);
        (mark.MarkerStyle.OutlineColor, mark.MarkerStyle.OutlineWidth) = (PlotColours.Paper, 2);
    }

    private void Legend()
    {
        var legend = plot.ShowLegend(Edge.Bottom);
        legend.Padding = new PixelPadding(0, 0, 12, 0);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontSize = 14;
        plot.Legend.FontColor = PlotColours.Text;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.InterItemPadding = new PixelPadding(14, 14, 6, 6);
    }

    private Coordinates OnAverage(int step) => new(step, scale.At(curve.MediumLossAt(step)));

    private static void Label(IAxis axis, string text)
    {
        axis.Label.Text = text;
        axis.Label.Bold = false;
        axis.Label.FontSize = 15;
        axis.TickLabelStyle.FontSize = 14;
    }

    private static string Invariant(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

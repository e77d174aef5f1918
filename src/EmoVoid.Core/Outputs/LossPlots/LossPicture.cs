using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>
/// "Which checkpoint, and why", at one glance: the losses with EmoVoid's three averages and the stop loss, the light and the saves under
/// them, the learning rate below, and the recommended step through all of it.
/// </summary>
internal sealed class LossPicture : IDisposable
{
    private const float LabelSize = 13, Aside = 8;

    /// <summary>How many saves are named as next best.</summary>
    private const int NextBest = 2;

    /// <summary>Within so few steps the medium average, which takes a twentieth of each loss, hardly moves.</summary>
    private const int Calm = 20;

    private readonly LossCurve curve;
    private readonly SKRect picture;
    private readonly PlotColours colours;
    private readonly PictureText text = new();
    private readonly PictureHeading heading;
    private readonly PictureLegend legend;
    private readonly PictureLayout layout;
    private readonly StepScale steps;
    private readonly LinePanel losses, pulse;

    public LossPicture(LossCurve curve, PlotLook look)
    {
        PlotFont.Use();
        (this.curve, colours, picture) = (curve, PlotColours.Of(look.Theme), new SKRect(0, 0, look.Width, look.Height));
        var words = PictureLayout.WordsWidth(look);
        heading = new PictureHeading(curve, words, text);
        legend = new PictureLegend(LegendItems(), words, text, colours);
        layout = PictureLayout.Of(look, RightOf(curve.StopLoss, text), heading.Height, legend.Height);
        steps = new StepScale(curve.LastStep, layout.Losses.Left, layout.Losses.Width);
        losses = Losses();
        pulse = Pulse();
    }

    private LineLook LossLook => new(colours.Loss, 1);

    private LineLook ShortLook => new(colours.Short, 1.2f);

    // Where it flutters within a pixel, a wide line would tell of a wider flutter.
    private LineLook MediumLook => new(colours.Medium, curve.Columns.StepsPerColumn < Calm ? 2.5f : 1.2f);

    private LineLook LongLook => new(colours.Long, 2, Dashed: true);

    private MarkLook HeldOutLook => new(colours.HeldOut, Square: true);

    private MarkLook TrainedLook => new(colours.Trained, Square: false);

    private IEnumerable<(int Step, double Value)> HeldOut => curve.Measures.Where(measure => measure.HeldOut is not null).Select(measure => (measure.Step, measure.HeldOut!.Value));

    private IEnumerable<(int Step, double Value)> Trained => curve.Measures.Select(measure => (measure.Step, measure.Trained));

    /// <summary>How many pixel columns a picture has for its steps.</summary>
    public static int ColumnsOf(PlotLook look, double stopLoss)
    {
        PlotFont.Use();
        using var text = new PictureText();
        return (int)PictureLayout.StepsWidth(look, RightOf(stopLoss, text));
    }

    public void Dispose()
    {
        losses.Dispose();
        pulse.Dispose();
        text.Dispose();
    }

    // What lies behind comes first.
    public void Draw(SKCanvas canvas)
    {
        canvas.DrawColor(colours.Paper);
        StepStrip.DrawBands(canvas, layout.Losses, steps, curve.Light, colours.LightBand);
        losses.Draw(canvas, picture);
        pulse.Draw(canvas, picture);
        RecommendedLine(canvas);
        StepStrip.DrawLight(canvas, layout.Strip, steps, curve.Light, colours.Light);
        StepStrip.DrawSaves(canvas, layout.Strip, steps, curve.Saves, colours.Medium);
        StepStrip.DrawCandidates(canvas, layout.Strip, steps, Candidates(1, NextBest), filled: false, colours);
        StepStrip.DrawCandidates(canvas, layout.Strip, steps, Candidates(0, 1), filled: true, colours);
        Words(canvas);
    }

    private static float RightOf(double stopLoss, PictureText text) => text.WidthOf(StopLossLabel(stopLoss), LabelSize) + 2 * Aside;

    private static string StopLossLabel(double stopLoss) => "stop loss " + stopLoss.ToString("0.######", CultureInfo.InvariantCulture);

    private IEnumerable<int> Candidates(int skip, int take) => curve.Advice.Candidates.Skip(skip).Take(take).Select(candidate => candidate.Step);

    private IEnumerable<PictureLegend.Item> LegendItems()
    {
        yield return new("loss", LossLook);
        yield return new("short average", ShortLook);
        yield return new("medium average (the light's)", MediumLook);
        yield return new("long average", LongLook);
        if (HeldOut.Any())
            yield return new("held-out pictures", Line: null, Marks: HeldOutLook);
        if (curve.Measures.Count > 0)
            yield return new("trained pictures", Line: null, Marks: TrainedLook);
        if (curve.Recommended is not null)
            yield return new("recommended", Line: null, Filled: true);
        if (curve.Advice.Candidates.Count > 1)
            yield return new("next best", Line: null);
    }

    private LinePanel Losses()
    {
        ColumnExtremes[] averages = [curve.ShortLoss, curve.MediumLoss, curve.LongLoss];
        double[] measured = [.. HeldOut.Concat(Trained).Select(measure => measure.Value)];
        var scale = new LogScale([.. Ends([curve.Loss, .. averages]), .. measured], [curve.StopLoss, .. Ends([curve.MediumLoss]), .. measured]);
        var panel = new LinePanel(layout.Losses, steps, scale, curve.GapBefore, colours, "loss, logarithmic", stepName: null);
        panel.Add(curve.Loss, LossLook);
        panel.Add(curve.ShortLoss, ShortLook);
        panel.Add(curve.MediumLoss, MediumLook);
        panel.Add(curve.LongLoss, LongLook);
        panel.AddMeasures(Trained, TrainedLook);
        panel.AddMeasures(HeldOut, HeldOutLook);
        panel.AddLevel(curve.StopLoss, new LineLook(colours.StopLoss, 2, Dashed: true));
        return panel;
    }

    private LinePanel Pulse()
    {
        var ends = Ends([curve.Pulse]);
        var panel = new LinePanel(layout.Pulse, steps, new LogScale(ends, ends), curve.GapBefore, colours, "learning rate", Caption.Steps(curve));
        panel.Add(curve.Pulse, new LineLook(colours.Medium, 1.2f));
        return panel;
    }

    private static double[] Ends(IEnumerable<ColumnExtremes> curves) => [.. curves.SelectMany(one => new[] { one.Range.Lowest, one.Range.Highest })];

    private void RecommendedLine(SKCanvas canvas)
    {
        if (curve.Recommended is not { Step: var step })
            return;
        using var paint = new SKPaint { Color = colours.Recommended, StrokeWidth = 2, IsStroke = true, IsAntialias = true };
        canvas.DrawLine(steps.At(step), layout.Choice.Bottom, steps.At(step), layout.Pulse.Bottom, paint);
        var label = "take step " + step.ToString(CultureInfo.InvariantCulture);
        var half = text.WidthOf(label, LabelSize) / 2 + Aside;
        var centre = Math.Clamp(steps.At(step), layout.Choice.Left + half, layout.Choice.Right - half);
        using var plate = new SKPaint { Color = colours.Recommended, IsAntialias = true };
        canvas.DrawRoundRect(new SKRect(centre - half, layout.Choice.Top + 6, centre + half, layout.Choice.Bottom - 2), 4, 4, plate);
        text.Write(canvas, label, LabelSize, colours.Paper, new SKPoint(centre, layout.Choice.MidY + 2), Alignment.MiddleCenter);
    }

    private void Words(SKCanvas canvas)
    {
        heading.Draw(canvas, layout.Heading.Location, colours);
        legend.Draw(canvas, layout.Legend.Location);
        StepStrip.Name(canvas, layout.Strip, text, colours.Text);
        text.Write(canvas, StopLossLabel(curve.StopLoss), LabelSize, colours.StopLoss, new SKPoint(layout.Losses.Right + Aside, losses.At(curve.StopLoss)), Alignment.MiddleLeft);
    }
}

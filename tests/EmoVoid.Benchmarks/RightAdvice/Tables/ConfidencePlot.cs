using EmoVoid.Safetensors;
using ScottPlot;
using ScottPlot.FontResolvers;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>Regret against confidence: a point a run, and the mean of each level with its interval.</summary>
internal static class ConfidencePlot
{
    private const string FontName = "EmoVoid study";
    private const int Width = 900, Height = 560;

    private static readonly Color Point = Color.FromHex("#0969DA"), Mean = Color.FromHex("#BC4C00");

    /// <summary>Of the levels, in their order, as the advice says them.</summary>
    private static readonly (double From, double To)[] Levels = [(0, 0.3), (0.3, 0.6), (0.6, 1)];

    public static void Write(IReadOnlyList<SureChoice> choices, IReadOnlyList<ConfidenceLine> lines, string file)
    {
        using var plot = new Plot();
        var points = plot.Add.ScatterPoints(choices.Select(choice => choice.Confidence).ToArray(), choices.Select(choice => choice.Choice.Regret).ToArray());
        (points.Color, points.MarkerSize, points.LegendText) = (Point.WithAlpha(0.6), 8, "a run");
        foreach (var line in lines.Where(line => line.Regret is not null))
            AddMean(plot, line);
        plot.Add.VerticalLine(0.3, 1, Colors.Gray, LinePattern.Dotted);
        plot.Add.VerticalLine(0.6, 1, Colors.Gray, LinePattern.Dotted);
        plot.Axes.SetLimits(-0.03, 1.03, -0.01, Math.Max(0.05, choices.Max(choice => choice.Choice.Regret) * 1.1));
        plot.Title("Is the advice right more often when it is sure?");
        plot.XLabel("confidence of the advice (low below 0.3, high from 0.6)");
        plot.YLabel("regret of the first candidate");
        Letters(plot);
        var partial = PartialFile.Beside(file);
        plot.SavePng(partial, Width, Height);
        File.Move(partial, file, overwrite: true);
    }

    private static void AddMean(Plot plot, ConfidenceLine line)
    {
        var (from, to) = Levels[(int)line.Level];
        var (mean, x) = (line.Regret!, (from + to) / 2);
        var level = plot.Add.Line(from + 0.02, mean.Mean, to - 0.02, mean.Mean);
        var interval = plot.Add.Line(x, mean.Low, x, mean.High);
        (level.Color, level.LineWidth, interval.Color, interval.LineWidth) = (Mean, 2.5f, Mean, 1.5f);
    }

    /// <summary>A bare server has no fonts; these lie beside the program.</summary>
    private static void Letters(Plot plot)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "fonts", "DejaVuSans.ttf");
        if (!Fonts.FontResolvers.OfType<FileFontResolver>().Any())
            Fonts.FontResolvers.Insert(0, new FileFontResolver(FontName, file, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal));
        plot.Font.Set(FontName);
    }
}

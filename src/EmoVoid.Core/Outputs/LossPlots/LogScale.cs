using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>
/// An axis in log₁₀, for what is positive and falls by factors: losses, which matter most near the stop loss, which is low; and learning rates.
/// </summary>
internal sealed class LogScale
{
    /// <summary>Lower values than this share of the highest lie on the axis: a loss of 0 has no logarithm.</summary>
    private const double Deepest = 1e-3;

    /// <summary>What is calmer than this factor is not stretched until its flutter looks like news.</summary>
    private const double Narrowest = 4;

    /// <summary>Of the whole height, above and below.</summary>
    private const double Margin = 0.06;

    /// <summary>Marks within a decade, from the coarsest; the first that gives enough of them is taken.</summary>
    private static readonly double[][] Ladders = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

    private const int EnoughMarks = 4;

    private readonly double lowest;

    /// <param name="values">What there is; the lowest may lie on the axis.</param>
    /// <param name="important">What has to be seen where it is, however low.</param>
    public LogScale(IEnumerable<double> values, IEnumerable<double> important)
    {
        var named = important.Where(IsSeen).ToList();
        var seen = values.Where(IsSeen).Concat(named).DefaultIfEmpty(1).ToList();
        lowest = Math.Max(seen.Min(), seen.Max() * Deepest);
        if (named.Count > 0)
            lowest = Math.Min(lowest, named.Min());
        var (bottom, top) = (Math.Log10(lowest), Math.Log10(seen.Max()));
        var missing = Math.Max(0, Math.Log10(Narrowest) - (top - bottom)) / 2;
        var margin = (top - bottom + 2 * missing) * Margin;
        (Bottom, Top) = (bottom - missing - margin, top + missing + margin);
    }

    /// <summary>The ends of the axis, in log₁₀.</summary>
    public double Bottom { get; }

    /// <inheritdoc cref="Bottom"/>
    public double Top { get; }

    public double At(double value) => Math.Log10(Math.Max(value, lowest));

    /// <param name="most">As many marks as have room; at least 1.</param>
    public ITickGenerator Marks(int most)
    {
        var ladders = Ladders.Select(Within).ToList();
        var fitting = ladders.Where(marks => marks.Count > 0 && marks.Count <= most).ToList();
        var marks = fitting.FirstOrDefault(marks => marks.Count >= EnoughMarks) ?? fitting.LastOrDefault() ?? ladders.First(marks => marks.Count > 0);
        return new NumericManual([.. Thinned(marks, most).Select(value => new Tick(Math.Log10(value), Text(value)))]);
    }

    private static bool IsSeen(double value) => double.IsFinite(value) && value > 0;

    private static IEnumerable<double> Thinned(List<double> marks, int most)
    {
        var every = (marks.Count + most - 1) / most;
        return marks.Where((_, i) => i % every == 0);
    }

    private List<double> Within(double[] ladder) =>
    [
        .. from decade in Enumerable.Range((int)Math.Floor(Bottom), (int)Math.Ceiling(Top) - (int)Math.Floor(Bottom) + 1)
           from rung in ladder
           let value = rung * Math.Pow(10, decade)
           where Math.Log10(value) >= Bottom && Math.Log10(value) <= Top
           select value,
    ];

    /// <summary>As 0.05, 1.5 or 2000; the smallest and largest as 2e-6.</summary>
    private static string Text(double value) => value is >= 1e-3 and < 1e5
        ? value.ToString("0.####", CultureInfo.InvariantCulture)
        : value.ToString("0.#e-0", CultureInfo.InvariantCulture);
}

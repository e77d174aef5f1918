using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>
/// The axis of the losses, in log₁₀: they are positive and noisy, fall by factors, and matter most near the stop loss, which is low.
/// </summary>
internal sealed class LossScale
{
    /// <summary>Lower losses than this share of the highest lie on the axis: a loss of 0 has no logarithm.</summary>
    private const double Deepest = 1e-3;

    /// <summary>A calmer run than this factor is not stretched until its flutter looks like news.</summary>
    private const double Narrowest = 4;

    /// <summary>Of the whole height, above and below.</summary>
    private const double Margin = 0.06;

    /// <summary>Marks within a decade, from the coarsest; the first that gives enough of them is taken.</summary>
    private static readonly double[][] Ladders = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

    private const int EnoughMarks = 4;

    private readonly double lowest;

    /// <param name="losses">All that has to be seen.</param>
    public LossScale(IEnumerable<double> losses)
    {
        var seen = losses.Where(loss => double.IsFinite(loss) && loss > 0).DefaultIfEmpty(1).ToList();
        lowest = Math.Max(seen.Min(), seen.Max() * Deepest);
        var (bottom, top) = (Math.Log10(lowest), Math.Log10(seen.Max()));
        var missing = Math.Max(0, Math.Log10(Narrowest) - (top - bottom)) / 2;
        var margin = (top - bottom + 2 * missing) * Margin;
        (Bottom, Top) = (bottom - missing - margin, top + missing + margin);
    }

    /// <summary>The ends of the axis, in log₁₀.</summary>
    public double Bottom { get; }

    /// <inheritdoc cref="Bottom"/>
    public double Top { get; }

    public double At(double loss) => Math.Log10(Math.Max(loss, lowest));

    public ITickGenerator Marks()
    {
        var marks = Ladders.Select(Within).FirstOrDefault(marks => marks.Count >= EnoughMarks) ?? Within(Ladders[^1]);
        return new NumericManual([.. marks.Select(loss => new Tick(Math.Log10(loss), Text(loss)))]);
    }

    private List<double> Within(double[] ladder) =>
    [
        .. from decade in Enumerable.Range((int)Math.Floor(Bottom), (int)Math.Ceiling(Top) - (int)Math.Floor(Bottom) + 1)
           from rung in ladder
           let loss = rung * Math.Pow(10, decade)
           where Math.Log10(loss) >= Bottom && Math.Log10(loss) <= Top
           select loss,
    ];

    /// <summary>As 0.05, 1.5 or 2000; the smallest and largest as 2E-06.</summary>
    private static string Text(double loss) => loss.ToString("G2", CultureInfo.InvariantCulture);
}

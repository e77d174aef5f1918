using ScottPlot;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>
/// A curve as it can be seen: of each pixel column its lowest and its highest value, where they were. However many steps there are, no spike is hidden.
/// </summary>
/// <param name="columns">How many there are.</param>
internal sealed class ColumnExtremes(int columns)
{
    private readonly (int LowAt, double Low, int HighAt, double High)[] seen = new (int, double, int, double)[columns];

    /// <summary>Takes the next value of the curve. Of equal values the first is kept.</summary>
    /// <param name="step">At least 1, and later than the one before.</param>
    public void Add(int column, int step, double value)
    {
        ref var one = ref seen[column];
        if (one.LowAt == 0)
            one = (step, value, step, value);
        else if (value < one.Low)
            (one.LowAt, one.Low) = (step, value);
        else if (value > one.High)
            (one.HighAt, one.High) = (step, value);
    }

    /// <summary>All that was added lies between these two; NaN when there is nothing.</summary>
    public (double Lowest, double Highest) Range
    {
        get
        {
            var there = seen.Where(one => one.LowAt > 0).ToList();
            return there.Count == 0 ? (double.NaN, double.NaN) : (there.Min(one => one.Low), there.Max(one => one.High));
        }
    }

    /// <summary>The points of the curve by step, in stretches without a gap.</summary>
    /// <param name="gapBefore">The columns before which steps are missing: a line across would tell of values that never were.</param>
    public IReadOnlyList<IReadOnlyList<Coordinates>> Stretches(IReadOnlySet<int> gapBefore)
    {
        List<List<Coordinates>> stretches = [];
        for (var column = 0; column < seen.Length; column++)
        {
            var (lowAt, low, highAt, high) = seen[column];
            if (lowAt == 0)
                continue;
            if (stretches.Count == 0 || gapBefore.Contains(column))
                stretches.Add([]);
            if (lowAt != highAt)
                stretches[^1].Add(lowAt < highAt ? new(lowAt, low) : new(highAt, high));
            stretches[^1].Add(lowAt < highAt ? new(highAt, high) : new(lowAt, low));
        }

        return stretches;
    }
}

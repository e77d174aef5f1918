namespace EmoVoid.Contracts.Light;

/// <summary>
/// How strongly the lit steps shine on each save: score(s) = Σₓ exp(−|s−x|/τ), with τ = 0.2 × the typical distance between saves.
/// Near light counts for more than far light, and a dense run of it for more than a single step, since flow-matching losses flutter.
/// </summary>
/// <remarks>
/// The trainer also saves whenever the light turns on, so saves come in clusters, and the median of the distances would be that of the
/// clusters. The typical distance is therefore weighted by length: half of the run lies between saves that are at most this far apart.
/// </remarks>
public sealed class LightField
{
    private const double Reach = 0.2;
    private const int NearbyTaus = 3; // e⁻³ = 5 %

    private readonly int[] saves;
    private readonly int[] lit;

    /// <param name="saves">Distinct, ascending.</param>
    /// <param name="lit">Distinct, ascending.</param>
    public LightField(int[] saves, int[] lit)
    {
        (this.saves, this.lit) = (saves, lit);
        Tau = Math.Max(1.0, Reach * TypicalDistance(saves));
    }

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> Saves => saves;

    /// <summary>In steps; at least 1.</summary>
    public double Tau { get; }

    /// <summary>In steps.</summary>
    public long NearbyRadius => (long)(NearbyTaus * Tau);

    /// <summary>The score of each save, in their order. O(saves + lit): the light on one's left and on one's right decays from save to save.</summary>
    public double[] Scores()
    {
        var scores = FromTheLeft(saves, lit, inclusive: true);
        int[] mirroredSaves = [.. saves.Reverse().Select(save => -save)], mirroredLit = [.. lit.Reverse().Select(step => -step)];
        var fromTheRight = FromTheLeft(mirroredSaves, mirroredLit, inclusive: false);
        for (var i = 0; i < scores.Length; i++)
            scores[i] += fromTheRight[^(i + 1)];
        return scores;
    }

    /// <summary>The lit step closest to a step, the earlier of two; null when there is none.</summary>
    public int? Closest(int step)
    {
        var after = FirstAtOrAfter(step);
        int? next = after < lit.Length ? lit[after] : null, previous = after > 0 ? lit[after - 1] : null;
        if (next is null || previous is null)
            return next ?? previous;
        return (long)next - step < (long)step - previous ? next : previous;
    }

    /// <summary>How many lit steps are within 3τ of a step.</summary>
    public int Nearby(int step) => FirstAtOrAfter(step + NearbyRadius + 1) - FirstAtOrAfter(step - NearbyRadius);

    private double[] FromTheLeft(int[] saves, int[] lit, bool inclusive)
    {
        var sums = new double[saves.Length];
        var (sum, at, x) = (0.0, (long)int.MinValue, 0);
        for (var i = 0; i < saves.Length; i++)
        {
            for (; x < lit.Length && (lit[x] < saves[i] || (inclusive && lit[x] == saves[i])); x++)
                (sum, at) = (sum * Math.Exp((at - lit[x]) / Tau) + 1.0, lit[x]);
            (sum, at) = (sum * Math.Exp((at - saves[i]) / Tau), saves[i]);
            sums[i] = sum;
        }

        return sums;
    }

    private static double TypicalDistance(int[] saves)
    {
        if (saves.Length < 2)
            return saves.Sum(save => Math.Abs((double)save)); // the start of the run stands in for the save before

        var distances = saves.Zip(saves.Skip(1), (a, b) => (long)b - a).Order();
        var half = ((double)saves[^1] - saves[0]) / 2;
        foreach (var distance in distances)
            if ((half -= distance) <= 0)
                return distance;
        throw new InvalidOperationException("the distances of ascending saves add up to their span");
    }

    private int FirstAtOrAfter(long step)
    {
        if (step > int.MaxValue)
            return lit.Length;
        var index = Array.BinarySearch(lit, (int)Math.Max(step, int.MinValue));
        return index < 0 ? ~index : index;
    }
}

namespace EmoVoid.Load;

/// <summary>Of times in milliseconds, by nearest rank: a value that really occurred.</summary>
internal sealed record Percentiles(double P50, double P99, double Max, int Count)
{
    public static Percentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? new(double.NaN, double.NaN, double.NaN, 0) : new(At(sorted, 0.50), At(sorted, 0.99), sorted[^1], sorted.Length);
    }

    public override string ToString() => Scoreboard.Text($"p50 {P50,6:0.0}  p99 {P99,6:0.0}  max {Max,6:0.0} ms  of {Count}");

    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}

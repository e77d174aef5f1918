namespace EmoVoid.Core.Groups;

/// <summary>Student's t distribution, for means of few values.</summary>
internal static class StudentT
{
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Within ± this lie 95 %.</summary>
    /// <param name="freedom">Degrees of freedom, at least 1; beyond 30 the value of 30, which is on the careful side.</param>
    public static double For95Percent(int freedom) => Quantiles[Math.Min(freedom, Quantiles.Length) - 1];
}

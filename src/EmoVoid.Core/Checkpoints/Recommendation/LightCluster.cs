using EmoVoid.Contracts.Light;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>A run of lit steps: from one to the next it is at most τ, a fifth of the typical distance between saves; without saves they follow each other.</summary>
/// <param name="First">Its first lit step.</param>
/// <param name="Last">Its last lit step.</param>
/// <param name="Lit">How many of its steps were lit.</param>
/// <param name="Density">Their share, 0..1.</param>
public sealed record LightCluster(int First, int Last, int Lit, double Density)
{
    /// <returns>In ascending order.</returns>
    /// <param name="saves">In any order, twice counts once.</param>
    /// <param name="lit">In any order, twice counts once.</param>
    public static IReadOnlyList<LightCluster> Of(IEnumerable<int> saves, IEnumerable<int> lit)
    {
        int[] shining = [.. lit.Distinct().Order()];
        var tau = new LightField([.. saves.Distinct().Order()], shining).Tau;
        var clusters = new List<LightCluster>();
        for (var (first, i) = (0, 1); i <= shining.Length; i++)
            if (i == shining.Length || (double)shining[i] - shining[i - 1] > tau)
            {
                clusters.Add(Between(shining[first..i]));
                first = i;
            }

        return clusters;
    }

    private static LightCluster Between(int[] lit) => new(lit[0], lit[^1], lit.Length, lit.Length / ((double)lit[^1] - lit[0] + 1));
}

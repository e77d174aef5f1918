using System.Globalization;
using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Outputs;

/// <summary>Which checkpoints of a completed run stay.</summary>
internal static class KeptCheckpoints
{
    /// <summary>A checkpoint that has less than a tenth of the first one's score has next to no light near it.</summary>
    private const double Share = 0.1;

    /// <param name="keep"><c>all</c>, <c>candidates</c>, or a number.</param>
    /// <returns>Steps; the recommended one is always among them, and with <c>candidates</c> the last one too: a person may want to go on from it.</returns>
    public static IReadOnlySet<int> Of(string keep, CheckpointRecommendation recommendation)
    {
        var best = recommendation.Candidates;
        return keep switch
        {
            KeepKey.All => best.Select(candidate => candidate.Step).ToHashSet(),
            KeepKey.Candidates => best.Where(candidate => candidate.Score > 0 && candidate.Score >= Share * best[0].Score)
                .Select(candidate => candidate.Step).Append(best[0].Step).Append(best.Max(candidate => candidate.Step)).ToHashSet(),
            _ => best.Take(int.Parse(keep, CultureInfo.InvariantCulture)).Select(candidate => candidate.Step).ToHashSet(),
        };
    }
}

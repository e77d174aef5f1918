using System.Globalization;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The guide's range for alpha: 0.125 to 0.25 × rank, so 0.5 to 1 at rank 4.</summary>
internal sealed class AlphaRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var (rank, alpha) = (candidate.Sidecar.Rank, candidate.Sidecar.Alpha);
        var (low, high) = (0.125 * rank, 0.25 * rank);
        if (alpha < low || alpha > high)
            yield return Finding.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"train.alpha is {alpha}; the guide's range for rank {rank} is {low} to {high} (0.125 to 0.25 × rank). {Effect(alpha < low)}"));
    }

    private static string Effect(bool low) => low
        ? "Below it the LoRA learns slowly and weakly."
        : "Above it the LoRA is sooner overfitted.";
}

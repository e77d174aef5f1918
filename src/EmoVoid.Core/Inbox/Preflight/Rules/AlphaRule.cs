using System.Globalization;
using EmoVoid.Contracts.Models;
using EmoVoid.Core.Models;

namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The guide's range for alpha, 0.125 to 0.25 × rank, which is Anima's; as many times more for a model that a LoRA moves less.</summary>
internal sealed class AlphaRule : IPreflightRule
{
    private const double Least = 0.125, Most = 0.25; // × rank

    public IEnumerable<Finding> Check(Candidate candidate)
    {
        var (rank, alpha, times) = (candidate.Sidecar.Rank, candidate.Sidecar.Alpha, TimesLessMoved(candidate));
        var (low, high) = (Least * times * rank, Most * times * rank);
        if (alpha < low || alpha > high)
            yield return Finding.Note($"{Invariant($"train.alpha is {alpha}")}; {Range(candidate, times)}. {Effect(alpha < low)}");
    }

    private static string Range(Candidate candidate, double times) => times is 1
        ? Invariant($"the guide's range for rank {candidate.Sidecar.Rank} is {Least * candidate.Sidecar.Rank} to {Most * candidate.Sidecar.Rank} ({Least} to {Most} × rank)")
        : Invariant($"for {candidate.ModelName} and rank {candidate.Sidecar.Rank} it should be {Least * times * candidate.Sidecar.Rank} to {Most * times * candidate.Sidecar.Rank} ({Least * times} to {Most * times} × rank): ")
        + Invariant($"the guide's {Least} to {Most} × rank is for Anima, and the same alpha moves a model of this width and depth about {times} times less");

    /// <summary>To one digit: the law is no more exact than that.</summary>
    private static double TimesLessMoved(Candidate candidate) =>
        double.Parse(ScaleOf(candidate).TimesLessMoved.ToString("G1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The built-in model may not be there yet; of any other whose sizes are not known there is more to say than this.</summary>
    private static DitScale ScaleOf(Candidate candidate) =>
        candidate.ModelVerdict?.Sizes?.Dit.Scale ?? (candidate.ModelName == ModelCatalog.BuiltIn ? DitScale.AnimaNano : DitScale.Anima);

    private static string Effect(bool low) => low
        ? "Below it the LoRA learns slowly and weakly."
        : "Above it the LoRA is sooner overfitted.";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>The reason for a recommendation in plain words: which evidence spoke, and what speaks against it.</summary>
internal static class WhySentence
{
    public const string WithoutSaves = "No checkpoint was saved, so there is none to choose.";

    public static string Only(CheckpointCandidate only, long radius) => $"Step {only.Step} is the only save: {Light(only)}, and {Density(only, radius)}.";

    /// <param name="equal">A save that lies almost as well; null: there is none.</param>
    public static string ByLight(CheckpointCandidate first, CheckpointCandidate? equal, long radius) => equal is null
        ? $"Step {first.Step} lies best in the light: {Light(first)}, and {Density(first, radius)}."
        : $"No clear winner: step {first.Step} and step {equal.Step} lie almost equally well in the light; for step {first.Step}, {Light(first)}, and {Density(first, radius)}.";

    /// <param name="equals">How many saves lie almost equally well in the light.</param>
    public static string BySecondLook(SecondLook look, int equals, bool noClearWinner, long radius)
    {
        if (look.Evidence == Evidence.Light)
            return ByLight(look.First, look.Rival ?? look.Ordered[1], radius);
        var doubt = noClearWinner ? "No clear winner: " : "";
        var asked = look.Ordered.Count > equals ? $"all {look.Ordered.Count} saves" : "these";
        return $"{doubt}{equals} saves lie almost equally well in the light; of {asked}, step {look.First.Step} has {Lowest(look)}.";
    }

    public static string By(Overfitting found) =>
        $"Step {found.Choice.Step} lies best in the light, but its loss at the same pictures and noise is clearly higher than that of step {found.Better.Step}, by {Error(found.Higher)}: the run had begun to overfit before its light, so take step {found.Better.Step}.";

    public static string WithoutLight(SecondLook look, double? stopLoss, double? wouldLight)
    {
        var never = "The light was never on" + (stopLoss is { } asked ? $" at a stop loss of {Number(asked)}" : "");
        if (look.First is { PairedLoss: null, StableLoss: null })
            return $"{never} and no losses are known, so nothing speaks for one save more than for another.";

        var hint = wouldLight is { } enough
            ? $"a stop loss of {Number(RoundedUp(enough))} would have turned it on"
            : "the run was never calm enough for any stop loss to turn it on";
        return $"{never}: of the saves, step {look.First.Step} has {Lowest(look)}, and {hint}.";
    }

    /// <summary>What the held-out pictures say against a choice: nothing, where their loss was not clearly lower at an earlier or later save.</summary>
    public static string Against(CheckpointCandidate first, RunValidation? measures)
    {
        if (measures is not { HoldsOut: true, Lowest: { } lowest } || lowest == first.Step || first.PairedLoss is null)
            return "";
        var higher = measures.Difference(first.Step, lowest);
        return higher.IsClear != true ? ""
            : $" Against it: the held-out loss was lowest {(lowest == 0 ? "before the first step" : $"at step {lowest}")}, and is higher by {Error(higher)} at step {first.Step}, so it has begun to memorize.";
    }

    private static string Light(CheckpointCandidate save) => save.Distance == 0
        ? "the light was on at that very step"
        : $"the closest lit step, {save.ClosestLit}, is {Count(save.Distance!.Value, "step")} away";

    private static string Density(CheckpointCandidate save, long radius) =>
        $"{Count(save.LitNearby, "lit step")} {(save.LitNearby == 1 ? "lies" : "lie")} within {Count(radius, "step")} of it";

    private static string Lowest(SecondLook look) => look.First.PairedLoss is { } paired && look.Evidence != Evidence.AverageLoss
        ? $"the lowest loss at the same pictures and noise, {Number(paired)}{Lead(look)}"
        : $"the lowest stable loss, {Number(look.First.StableLoss!.Value)}";

    private static string Lead(SecondLook look) => look.Lead is { } lead
        ? $" (step {look.Rival!.Step} is higher by {Error(lead)}{(lead.IsClear == true ? "" : ", which may be chance")})"
        : "";

    private static string Error(PairedDifference difference) => Number(difference.Difference) + (difference.StandardError is { } error ? $" ± {Number(error)}" : "");

    private static string Count(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>To three figures, never downwards: asking for the number that is named must light.</summary>
    private static double RoundedUp(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Math.Ceiling(value / unit) * unit;
    }
}

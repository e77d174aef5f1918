using System.Globalization;

namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>The reason for a recommendation in one plain sentence.</summary>
internal static class WhySentence
{
    public static string ByLight(CheckpointCandidate first, CheckpointCandidate? equal, int saves, long radius)
    {
        var light = first.Distance == 0
            ? "the light was on at that very step"
            : $"the closest lit step, {first.ClosestLit}, is {Count(first.Distance!.Value, "step")} away";
        var density = $"{Count(first.LitNearby, "lit step")} {(first.LitNearby == 1 ? "lies" : "lie")} within {Count(radius, "step")} of it";
        if (saves == 1)
            return $"Step {first.Step} is the only save: {light}, and {density}.";
        return equal is null
            ? $"Step {first.Step} lies best in the light: {light}, and {density}."
            : $"No clear winner: step {first.Step} and step {equal.Step} lie almost equally well in the light; for step {first.Step}, {light}, and {density}.";
    }

    public static string WithoutLight(List<CheckpointCandidate> candidates, double? stopLoss, double? wouldLight)
    {
        if (candidates is not [var first, ..])
            return "No checkpoint was saved, so there is none to choose.";

        var never = "The light was never on" + (stopLoss is { } asked ? $" at a stop loss of {Number(asked)}" : "");
        if (first.StableLoss is not { } stable)
            return $"{never} and no losses are known, so nothing speaks for one save more than for another.";

        var hint = wouldLight is { } enough
            ? $"a stop loss of {Number(RoundedUp(enough))} would have turned it on"
            : "the run was never calm enough for any stop loss to turn it on";
        return $"{never}: step {first.Step} has the lowest stable loss of the saves, {Number(stable)}, and {hint}.";
    }

    private static string Count(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>To three figures, never downwards: asking for the number that is named must light.</summary>
    private static double RoundedUp(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Math.Ceiling(value / unit) * unit;
    }
}

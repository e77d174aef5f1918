using System.Globalization;
using EmoVoid.Contracts.Sidecars;

namespace EmoVoid.Core.Checkpoints.Validation;

/// <summary>What the measurements of a run say, in plain words.</summary>
public static class ValidationSentence
{
    /// <param name="trained">How many pictures the run trains.</param>
    public static string Of(RunValidation validation, int trained) =>
        validation.IsEmpty ? "No losses were measured at the checkpoints."
        : validation.HoldsOut ? OfHeldOut(validation)
        : $"No pictures were held out{(trained < ValidationKeys.FromImages ? $": with {Count(trained)} every one counts" : "")}. These losses are of trained pictures alone and cannot show memorizing.";

    private static string OfHeldOut(RunValidation validation)
    {
        var (lowest, last) = (validation.Lowest!.Value, validation.Steps.Last());
        var mean = validation.Checkpoints().Single(checkpoint => checkpoint.Step == lowest).HeldOut!.Value;
        var found = $"Held-out loss is lowest {(lowest == 0 ? "before the first step" : $"at step {Number(lowest)}")}: {Number(mean)}; ";
        if (lowest == last)
            return found + "that is the last one measured, so nothing shows memorizing yet.";
        var higher = validation.Difference(last, lowest);
        var (step, by) = ($"step {Number(last)}", Number(higher.Difference));
        return found + higher.IsClear switch
        {
            null => $"{step} is higher by {by}, and how much of that is chance cannot be told from one picture.",
            false => $"{step} is higher by {by} ± {Number(higher.StandardError!.Value)}, which may be chance.",
            true when lowest == 0 => $"{step} is higher by {by} ± {Number(higher.StandardError!.Value)}, so the run has learned nothing that helps with pictures it has not seen.",
            true => $"{step} is higher by {by} ± {Number(higher.StandardError!.Value)}, so it has begun to memorize.",
        };
    }

    private static string Count(int pictures) => pictures == 1 ? "1 picture" : $"{Number(pictures)} pictures";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using EmoVoid.Core.Checkpoints.Validation;

namespace EmoVoid.Core.Outputs;

/// <summary>The part of the report that tells of the measured checkpoints.</summary>
internal static class ReportedLosses
{
    public static void Write(StringBuilder text, ReportedValidation? validation)
    {
        if (validation is null)
            return;
        var heldOut = validation.HeldOut.Count > 0;
        text.AppendLine(heldOut ? "## Held-out pictures" : "## Measured losses").AppendLine();
        text.AppendLine(validation.Summary).AppendLine();
        text.AppendLine(Invariant($"| step |{(heldOut ? " held-out loss |" : "")} trained loss |{(heldOut ? " gap |" : "")} against step {validation.Against} |"));
        text.AppendLine(heldOut ? "|---|---|---|---|---|" : "|---|---|---|");
        foreach (var one in validation.Checkpoints)
            text.AppendLine(heldOut
                ? Invariant($"| {one.Step} | {one.HeldOut:G4} | {one.Trained:G4} | {Signed(one.Gap, one.GapError)} | {Against(one)} |")
                : Invariant($"| {one.Step} | {one.Trained:G4} | {Against(one)} |"));
        text.AppendLine().AppendLine(HowToRead(validation.Checkpoints[0], heldOut)).AppendLine();
    }

    private static string HowToRead(MeasuredCheckpoint first, bool heldOut) => Invariant(
        $"Each step is measured at the same {Pairs(first, heldOut)}, so two steps are compared pair by pair; ± is one standard error.")
        + (heldOut ? Invariant($" The gap is how much further the held-out loss is above the trained one than at step {first.Step}: what is memorized.") : "");

    private static string Pairs(MeasuredCheckpoint first, bool heldOut) => heldOut
        ? Invariant($"{first.HeldOutPairs.Count} pairs of a held-out picture and a noise, and {first.TrainedPairs.Count} of a trained picture")
        : Invariant($"{first.TrainedPairs.Count} pairs of a trained picture and a noise");

    private static string Against(MeasuredCheckpoint one) => Signed(one.Against.Difference, one.Against.StandardError);

    private static string Signed(double? value, double? error) => value switch
    {
        null => "–",
        0 => "0",
        _ => Invariant($"{value:+0.#####;-0.#####}") + (error is null ? "" : Invariant($" ± {error:0.#####}")),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

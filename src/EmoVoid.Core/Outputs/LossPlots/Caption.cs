using System.Globalization;
using System.Text;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Outputs.LossPlots;

/// <summary>The words in the picture.</summary>
internal static class Caption
{
    /// <summary>What to choose, with the recommendation's own reason.</summary>
    public static string Choice(LossCurve curve)
    {
        if (curve.Recommended is not { } first)
            return curve.Advice.Why;
        var number = first.Step.ToString(CultureInfo.InvariantCulture);
        return $"{(curve.State.IsOver() ? "Take" : "So far, take")} step {number}: {Reason(curve.Advice.Why, $"Step {number} ")}";
    }

    /// <summary>The same, shorter and shorter: a clause less each time, from the end.</summary>
    public static IEnumerable<string> Shortenings(string sentence)
    {
        yield return sentence;
        for (var end = LastClause(sentence, sentence.Length); end > 0; end = LastClause(sentence, end))
            yield return sentence[..end] + ".";
    }

    /// <summary>A name in one line that XML may hold.</summary>
    public static string Printable(string name) =>
        string.Concat(name.EnumerateRunes().Select(rune => Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? " " : rune.ToString()));

    /// <summary>How far the run is.</summary>
    public static string Progress(LossCurve curve) => string.Create(CultureInfo.InvariantCulture, $"step {curve.LastStep} of {curve.PlannedSteps}, {curve.State.Word()}");

    /// <summary>What keeps the curves from being all there was; null when nothing does.</summary>
    public static string? Gap(LossCurve curve) => curve.Missing == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{curve.Missing} of {curve.LastStep} steps {(curve.Missing == 1 ? "is" : "are")} not recorded; short and long average are replayed without {(curve.Missing == 1 ? "it" : "them")}.");

    /// <summary>What a pixel column is, when it is more than a step.</summary>
    public static string Steps(LossCurve curve) => curve.Columns.StepsPerColumn == 1 ? "step" : string.Create(
        CultureInfo.InvariantCulture, $"step (lowest and highest value of every {curve.Columns.StepsPerColumn})");

    // "Step 8 lies best in the light: the light …" follows on "Take step 8: " as "it lies best in the light; the light …".
    private static string Reason(string why, string subject)
    {
        var reason = why.StartsWith(subject, StringComparison.Ordinal) ? "it " + why[subject.Length..] : char.ToLowerInvariant(why[0]) + why[1..];
        return reason.Replace(": ", "; ", StringComparison.Ordinal);
    }

    private static int LastClause(string sentence, int before) =>
        Math.Max(sentence.LastIndexOf("; ", before - 1, StringComparison.Ordinal), sentence.LastIndexOf(", and ", before - 1, StringComparison.Ordinal));
}

using System.Globalization;
using System.Text;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Outputs;

/// <summary>The report for people: <c>report.md</c>.</summary>
internal static class ReportText
{
    /// <summary>More candidates or spans of light than this are in report.json alone.</summary>
    private const int Longest = 20;

    public static string Write(RunReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"# {report.Name}")).AppendLine();
        Recommendation(text, report);
        Plot(text, report);
        Samples(text, report);
        Training(text, report);
        Light(text, report.Light);
        Candidates(text, report);
        ReportedLosses.Write(text, report.Validation);
        Notes(text, report.Notes);
        return text.ToString();
    }

    private static void Recommendation(StringBuilder text, RunReport report)
    {
        var advice = report.Recommendation;
        text.AppendLine(Invariant($"**Take step {advice.Candidates[0].Step}**: `{RunOutput.Recommended}`.")).AppendLine();
        text.AppendLine(Invariant($"{advice.Why} Confidence: {Word(advice.ConfidenceLevel)} ({advice.Confidence:0.00}).")).AppendLine();
    }

    private static void Plot(StringBuilder text, RunReport report)
    {
        if (report.Plot is { } file)
            text.AppendLine(Invariant($"![loss, light and learning rate]({file})")).AppendLine();
    }

    private static void Samples(StringBuilder text, RunReport report)
    {
        if (report.Samples is not { } samples)
            return;
        text.AppendLine("## Sample pictures").AppendLine();
        text.AppendLine(Invariant($"![Sample pictures by {string.Join(", ", samples.Columns)}]({samples.File})")).AppendLine();
        text.AppendLine("Every column begins with the same noise, so what differs is what the LoRA does.").AppendLine();
    }

    private static void Training(StringBuilder text, RunReport report)
    {
        var (settings, losses) = (report.Settings, report.Losses);
        text.AppendLine("## Training").AppendLine();
        text.AppendLine("| | |").AppendLine("|---|---|");
        Row(text, "model", report.Model);
        Row(text, "images", Invariant($"{report.Images}{(report.Validation is { HeldOut.Count: > 0 and var heldOut } ? Invariant($", and {heldOut} held out") : "")}"));
        Row(text, "steps", Invariant($"{settings.Steps}, batch size {settings.BatchSize}{Accumulated(settings.Batches)}"));
        Row(text, "rank, alpha", Invariant($"{settings.Rank}, {settings.Alpha}"));
        Row(text, "resolution", Invariant($"{settings.Resolution}"));
        Row(text, "stop loss", Invariant($"{settings.StopLoss}"));
        Row(text, "seed", Invariant($"{settings.Seed}"));
        Row(text, "loss, first and last step", Invariant($"{losses.First:G4} → {losses.Last:G4}"));
        Row(text, "lowest average loss", Invariant($"{losses.LowestMedium:G4} at step {losses.LowestMediumAt}"));
        Row(text, "started", report.StartedAt is { } started ? Invariant($"{started:yyyy-MM-dd HH:mm:ss} UTC") : "unknown");
        Row(text, "ended", Invariant($"{report.EndedAt:yyyy-MM-dd HH:mm:ss} UTC"));
        Row(text, "time in steps", Time(TimeSpan.FromSeconds(report.TrainingSeconds)));
        if (report.EnergyWh is { } energy)
            Row(text, "energy of the GPU", Invariant($"{energy:0.#} Wh"));
        if (report.ResumedAt is { } resumed)
            Row(text, "resumed after step", Invariant($"{resumed}"));
        Row(text, "trained with", report.TrainedWith?.ToString() ?? "unknown");
        text.AppendLine();
    }

    private static void Light(StringBuilder text, LightTimeline light)
    {
        text.AppendLine("## Early-stop light").AppendLine();
        if (light.Spans.Count == 0)
        {
            text.AppendLine("It was never on.").AppendLine();
            return;
        }

        var spans = light.Spans.Take(Longest).Select(span => span.First == span.Last ? Invariant($"{span.First}") : Invariant($"{span.First}–{span.Last}"));
        var more = light.Spans.Count > Longest ? Invariant($", and {light.Spans.Count - Longest} more spans (report.json has them all)") : "";
        text.AppendLine(Invariant($"On for {light.LitSteps} steps: {string.Join(", ", spans)}{more}.")).AppendLine();
    }

    private static void Candidates(StringBuilder text, RunReport report)
    {
        text.AppendLine("## Checkpoints, best first").AppendLine();
        text.AppendLine("| step | file | score | closest light | lit steps nearby | average loss | saved because |").AppendLine("|---|---|---|---|---|---|---|");
        var saved = report.Checkpoints.ToDictionary(checkpoint => checkpoint.Step);
        foreach (var candidate in report.Recommendation.Candidates.Take(Longest))
            text.AppendLine(Invariant(
                $"| {candidate.Step} | {File(report, saved[candidate.Step])} | {candidate.Score:G3} | {Distance(candidate)} | {candidate.LitNearby} | {candidate.StableLoss:G4} | {Word(saved[candidate.Step].Reason)} |"));
        text.AppendLine();
    }

    private static string File(RunReport report, Runs.Checkpoint checkpoint) => report.Kept.Contains(checkpoint.Step) ? $"`checkpoints/{checkpoint.File}`" : "not kept";

    private static void Notes(StringBuilder text, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
            return;
        text.AppendLine("## Notes").AppendLine();
        foreach (var note in notes)
            text.AppendLine("- " + note);
    }

    private static string Accumulated(BatchPlan batches) => batches.GradientAccumulation > 1 ? Invariant($" × {batches.GradientAccumulation} accumulated") : "";

    private static string Distance(CheckpointCandidate candidate) => candidate.Distance is { } steps ? Invariant($"{steps} steps") : "–";

    // Hours go on counting: a week has 168.
    private static string Time(TimeSpan time) => Invariant($"{(int)time.TotalHours:00}:{time:mm\\:ss}");

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static void Row(StringBuilder text, string name, string value) => text.AppendLine(Invariant($"| {name} | {value} |"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

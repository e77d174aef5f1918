using System.Globalization;
using System.Text;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Groups;

/// <summary>The comparison for people: <c>report.md</c>.</summary>
public static class GroupReportText
{
    public static string Write(GroupReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"# {report.Name}: {report.Members.Count} runs")).AppendLine();
        text.AppendLine($"Swept: {string.Join("; ", report.Swept.Select(key => $"{key.Key} {string.Join(", ", key.Value)}"))}.").AppendLine();
        if (report.Choices.Count == 0)
            text.AppendLine(report.Answer).AppendLine();
        foreach (var choice in report.Choices)
            Choice(text, choice, report.Choices.Count > 1);
        if (report.Choices.Count > 1)
            text.AppendLine("A stop loss says what a LoRA is for, and a higher one has more light by construction: each has an answer of its own.").AppendLine();
        if (report.Plot is { } plot)
            text.AppendLine($"![average loss of every run]({plot})").AppendLine();
        Members(text, report);
        foreach (var choice in report.Choices.Where(choice => choice.Settings.Any(setting => setting.Runs > 1)))
            Settings(text, choice);
        Notes(text, report);
        return text.ToString();
    }

    private static void Choice(StringBuilder text, GroupChoice choice, bool isOneOfSeveral)
    {
        var of = isOneOfSeveral ? Invariant($"Stop loss {choice.StopLoss}: ") : "";
        text.AppendLine(Invariant($"{of}**{(choice.IsDecided ? "Take" : "Take, though it is no clear winner,")} step {choice.Step} of {choice.Run}**: `../{choice.Run}/{RunOutput.Recommended}`.")).AppendLine();
        text.AppendLine(choice.Why).AppendLine();
    }

    private static void Members(StringBuilder text, GroupReport report)
    {
        text.AppendLine("## Runs").AppendLine();
        var keys = report.Swept.Keys.ToList();
        text.AppendLine($"| run | {string.Join(" | ", keys)} | state | steps | candidate | light on it | lit nearby | average loss | confidence | time in steps | energy |");
        text.AppendLine($"|---|{string.Concat(keys.Select(_ => "---|"))}---|---|---|---|---|---|---|---|---|");
        foreach (var member in report.Members)
            text.AppendLine($"| {Name(member, report)} | {string.Join(" | ", keys.Select(key => member.Values.GetValueOrDefault(key, "–")))} | {member.State.Word()} | {string.Join(" | ", Cells(member))} |");
        text.AppendLine();
    }

    private static string Name(GroupMember member, GroupReport report) => report.Choices.Any(choice => choice.Run == member.Run) ? $"**{member.Run}**" : member.Run;

    private static IEnumerable<string> Cells(GroupMember member) =>
    [
        Invariant($"{member.Step}/{member.Steps}"),
        Known(member.Candidate?.Step, "0"),
        Known(member.Candidate?.Score, "G3"),
        member.Candidate is { } candidate ? Invariant($"{candidate.LitNearby} ({candidate.Density:P0})") : "–",
        Known(member.Candidate?.StableLoss, "G4"),
        member.Confidence is { } confidence ? Invariant($"{member.ConfidenceLevel.ToString()!.ToLowerInvariant()} ({confidence:0.00})") : "–",
        member.TrainingSeconds is { } seconds ? TimeSpan.FromSeconds(seconds).ToString(seconds >= 86400 ? @"d\d\ hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture) : "–",
        member.EnergyWh is { } energy ? Invariant($"{energy:0.#} Wh") : "unknown",
    ];

    private static void Settings(StringBuilder text, GroupChoice choice)
    {
        text.AppendLine(Invariant($"## Seeds taken together, stop loss {choice.StopLoss}")).AppendLine();
        text.AppendLine($"| setting | seeds | mean {Word(choice.Measure)} | from seed to seed |").AppendLine("|---|---|---|---|");
        foreach (var setting in choice.Settings)
            text.AppendLine(Invariant($"| {(setting.Values.Length > 0 ? setting.Values : "all")} | {setting.Runs} | {setting.Mean:G3} | {(setting.Deviation is { } deviation ? Invariant($"± {deviation:G2}") : "unknown")} |"));
        text.AppendLine();
    }

    private static void Notes(StringBuilder text, GroupReport report)
    {
        List<string> notes = [.. report.Notes, .. report.Members.Where(member => member.State != RunState.Completed && member.Message is not null).Select(member => $"{member.Run}: {member.Message}")];
        if (notes.Count == 0)
            return;
        text.AppendLine("## Notes").AppendLine();
        foreach (var note in notes)
            text.AppendLine("- " + note);
    }

    private static string Word(GroupMeasure? measure) => measure switch
    {
        GroupMeasure.Light => "light",
        GroupMeasure.LightShare => "share of lit steps",
        _ => "average loss",
    };

    private static string Known<T>(T? value, string format) where T : struct, IFormattable => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

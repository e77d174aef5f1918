using System.Globalization;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features.Groups;
using EmoVoid.Daemon.Features.Runs;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>Shows groups as tables.</summary>
internal static class GroupTables
{
    public static void Show(Page<GroupView> page)
    {
        if (page.Items.Count == 0)
        {
            Console.WriteLine("No group.");
            return;
        }

        var table = RunTables.TableOf("group", "runs", "swept", "states");
        foreach (var group in page.Items)
            RunTables.Row(table, group.Id, group.States.Values.Sum().ToString(CultureInfo.InvariantCulture), Swept(group), States(group));
        RunTables.Write(table);
        if (page.Total > page.Items.Count)
            Console.WriteLine($"{page.Items.Count} of {page.Total}.");
    }

    public static void Show(GroupView group)
    {
        Console.WriteLine($"{group.Id}: {Swept(group)}; {States(group)}");
        var table = RunTables.TableOf("run", "state", "step", "candidate", "light on it", "average loss", "confidence");
        foreach (var member in group.Comparison!.Members)
            RunTables.Row(
                table, member.Run, member.State.Word(), FormattableString.Invariant($"{member.Step}/{member.Steps}"), Known(member.Candidate?.Step, "0"),
                Known(member.Candidate?.Score, "G3"), RunText.Loss(member.Candidate?.StableLoss), Known(member.Confidence, "0.00"));
        RunTables.Write(table);
        Console.WriteLine(group.Comparison.Answer);
        if (group.Report is { } report)
            Console.WriteLine($"Report: {report}");
    }

    private static string Swept(GroupView group) => string.Join("; ", group.Swept.Select(key => $"{key.Key} {string.Join(", ", key.Value)}"));

    private static string States(GroupView group) => string.Join(", ", group.States.Select(state => FormattableString.Invariant($"{state.Value} {state.Key}")));

    private static string Known<T>(T? value, string format) where T : struct, IFormattable => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

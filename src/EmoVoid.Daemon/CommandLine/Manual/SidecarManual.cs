using EmoVoid.Contracts.Sidecars;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine.Manual;

/// <summary>emovoid.toml(5), from the keys as the sidecar's schema has them.</summary>
internal static class SidecarManual
{
    public static string Write(DateOnly? date)
    {
        var page = new Roff(SidecarSchema.FileName.ToUpperInvariant(), 5, date, "EmoVoid.Daemon " + RunningDaemon.Version.Split('+')[0]);
        page.Section("Name").Paragraph($"{SidecarSchema.FileName} - what a folder of pictures asks of emovoidd(1)");
        page.Section("Description")
            .Paragraph("It lies in a folder of pictures with captions, and says that the folder is ready: one without it waits in the inbox. An empty file is enough; every key is optional. "
                + "It is TOML; a key that is not known is refused, and every mistake is named at once.")
            .Paragraph("The folder is judged as emovoidd check judges it.");
        page.Section("Example").Example("""
            name = "zenigata"
            [train]
            rank = 4
            stop_loss = 0.04
            """);
        page.Section("Keys");
        foreach (var table in SidecarSchema.Keys.GroupBy(TableOf))
            Describe(page.Part(table.Key.Length == 0 ? "At the top" : $"[{table.Key}]"), table);
        page.Part($"[{SweepKey.Table}]").Paragraph($"Every combination of these lists becomes a run, at most {SweepKeys.MostRuns}; the runs are compared in one report.");
        Describe(page, SweepKeys.All);
        page.Section("Keys that are refused");
        foreach (var (key, why) in SidecarSchema.Refused)
            page.Entry(key, "", char.ToUpperInvariant(why[0]) + why[1..] + ".");
        page.Section("Other names").Paragraph("Where somebody writes a name of kohya's scripts, the refusal says which key is meant:");
        foreach (var (other, key) in SidecarSchema.NamesElsewhere)
            page.Entry(other, "", key.Name + ".");
        page.Section("See also").Paragraph("emovoidd(1)");
        return page.ToString();
    }

    private static string TableOf(SidecarKey key) => key.Name.LastIndexOf('.') is >= 0 and var dot ? key.Name[..dot] : "";

    private static void Describe(Roff page, IEnumerable<SidecarKey> keys)
    {
        foreach (var key in keys)
            page.Entry(key.Name, "", [$"{char.ToUpperInvariant(key.Expected[0])}{key.Expected[1..]}; default: {key.Default}.", key.Doc, .. key.Why is { } why ? [why] : Array.Empty<string>()]);
    }
}

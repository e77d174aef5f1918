using System.Globalization;
using EmoVoid.Core.Runs;
using EmoVoid.Daemon.Features.Health;
using EmoVoid.Daemon.Features.Queue;
using EmoVoid.Daemon.Features.Runs;
using Spectre.Console;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>Shows answers as tables. Where no terminal reads them, no line is broken.</summary>
internal static class RunTables
{
    private const int WidthOfFiles = 400;

    public static void Show(Page<RunView> page)
    {
        if (page.Items.Count == 0)
        {
            Console.WriteLine("No run.");
            return;
        }

        var table = TableOf("run", "state", "step", "loss", "rate", "light", "left", "device", "memory", "says");
        foreach (var run in page.Items)
            Row(table, run.Id, State(run), RunText.Progress(run.Progress), RunText.Loss(run.Progress.Loss), RunText.Rate(run.Progress.Pulse), RunText.Light(run.Progress.Lit),
                RunText.Left(run.Progress.SecondsLeft), run.Place.Place ?? run.Place.DeviceAsked, RunText.Bytes(run.Place.MemoryBytes), run.Message ?? RunText.Why(run.Queue?.Waits));
        Write(table);
        if (page.Total > page.Items.Count)
            Console.WriteLine($"{page.Items.Count} of {page.Total}.");
    }

    public static void Show(QueueListView queue)
    {
        if (queue.Held)
            Console.WriteLine("The queue is held; emovoidd queue release lets it go on.");
        if (queue.Items.Count == 0)
        {
            Console.WriteLine("Nothing waits.");
            return;
        }

        var table = TableOf("place", "run", "priority", "step", "waits because");
        foreach (var run in queue.Items)
            Row(table, Number(run.Position), run.Id, Number(run.Priority), FormattableString.Invariant($"{run.Step}/{run.Steps}"), RunText.Why(run.Waits));
        Write(table);
        if (queue.Total > queue.Items.Count)
            Console.WriteLine($"{queue.Items.Count} of {queue.Total}.");
    }

    public static void Show(RunView run)
    {
        var table = TableOf("", "");
        table.HideHeaders();
        foreach (var (name, value) in Members(run).Where(member => !string.IsNullOrEmpty(member.Value)))
            Row(table, name, value!);
        Write(table);
    }

    public static void Show(HealthView health)
    {
        var table = TableOf("", "");
        table.HideHeaders();
        Row(table, "version", health.Version);
        Row(table, "inbox", health.Inbox);
        Row(table, "free", RunText.Bytes(health.FreeBytes));
        Row(table, "queued", Number(health.Queued));
        foreach (var problem in health.Problems)
            Row(table, "problem", problem);
        foreach (var warning in health.Warnings)
            Row(table, "warning", warning);
        Write(table);
    }

    private static IEnumerable<(string Name, string? Value)> Members(RunView run) =>
    [
        ("run", run.Id), ("name", run.Name), ("state", State(run)), ("says", run.Message), ("step", RunText.Progress(run.Progress)), ("loss", RunText.Loss(run.Progress.Loss)),
        ("rate", RunText.Rate(run.Progress.Pulse)), ("light", RunText.Light(run.Progress.Lit)), ("left", RunText.Left(run.Progress.SecondsLeft)), ("done at", RunText.Time(run.Progress.ExpectedAt)),
        ("group", run.Group), ("model", run.Model), ("images", Number(run.Images)), ("executor", run.Place.Executor), ("device", run.Place.Place ?? run.Place.DeviceAsked), ("memory", RunText.Bytes(run.Place.MemoryBytes)),
        ("priority", Number(run.Queue?.Priority)), ("place", Number(run.Queue?.Position)), ("not before", RunText.Time(run.Queue?.StartAt)), ("hours", run.Queue?.Hours),
        ("waits", RunText.Why(run.Queue?.Waits)), ("failures", run.Failures > 0 ? Number(run.Failures) : null), ("recommended", run.Files.Recommended), ("files", run.Files.Folder),
        ("log", run.Files.Log), ("given back", run.ReturnedTo), .. run.Notes.Select(note => ("note", (string?)note)),
    ];

    private static string State(RunView run) => run.Wish is { } wish ? $"{run.State.Word()}, {wish.ToString().ToLowerInvariant()} asked" : run.State.Word();

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    internal static Table TableOf(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)) { NoWrap = Console.IsOutputRedirected });
        return table;
    }

    // Names and messages are anybody's text, and no markup.
    internal static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    internal static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfFiles;
        AnsiConsole.Write(table);
    }
}

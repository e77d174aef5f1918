using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>
/// What kohya's scripts read and write for a run, in its checkpoint folder. They count the steps of every start from 1, so each start has a
/// folder of its own, named by the step that it goes on from.
/// </summary>
internal sealed partial class KohyaFolder(string checkpoints, string run)
{
    private const string Start = "from";

    public string Checkpoints { get; } = checkpoints;

    public string Root { get; } = Path.Combine(checkpoints, "kohya");

    public string Images => Path.Combine(Root, "images");

    public string DatasetConfig => Path.Combine(Root, "dataset_config.toml");

    public string Prompts => Path.Combine(Root, "prompts.json");

    /// <summary>The scripts' <c>output_dir</c>.</summary>
    /// <param name="from">The step that the start goes on from; 0: the first.</param>
    public string OutputOf(int from) => Path.Combine(Root, Name(from));

    /// <summary>The scripts' <c>logging_dir</c>; kept when the output is cleared, since it alone has the losses.</summary>
    public string LogsOf(int from) => Path.Combine(Root, "logs", Name(from));

    /// <summary>Of the start that is at work, or was last.</summary>
    public int LastStart() => StartsIn(Root).DefaultIfEmpty(0).Max();

    /// <summary>Those that have left losses, in their order.</summary>
    public IReadOnlyList<int> StartsWithLogs() => [.. StartsIn(Path.Combine(Root, "logs")).Order()];

    /// <summary>The states that are whole, newest first.</summary>
    public IEnumerable<KohyaState> States() => StartsIn(Root)
        .SelectMany(from => Directory.EnumerateDirectories(OutputOf(from)).Select(folder => KohyaState.Of(folder, run, from)))
        .OfType<KohyaState>().OrderByDescending(state => state.Step).Where(state => state.IsWhole());

    /// <summary>Takes away what starts wrote that the next one undoes.</summary>
    /// <param name="from">The step that the next start goes on from; a state of that step was written by a start before it.</param>
    public void Clear(int from)
    {
        foreach (var undone in StartsIn(Root).Where(start => start >= from).ToList())
            Directory.Delete(OutputOf(undone), recursive: true);
        foreach (var undone in StartsWithLogs().Where(start => start >= from))
            Directory.Delete(LogsOf(undone), recursive: true);
    }

    /// <summary>The starts, in their order.</summary>
    public IReadOnlyList<int> Starts() => [.. StartsIn(Root).Order()];

    private static IEnumerable<int> StartsIn(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(path => StartName().Match(Path.GetFileName(path))).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
        : [];

    private static string Name(int from) => string.Create(CultureInfo.InvariantCulture, $"{Start}{from:D8}");

    [GeneratedRegex("^" + Start + @"([0-9]{8,9})\z")]
    private static partial Regex StartName();
}

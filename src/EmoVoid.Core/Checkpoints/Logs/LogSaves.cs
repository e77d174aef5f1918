namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The checkpoints that can be chosen from: those in the folder, where one is named, else those that the log tells of.</summary>
/// <param name="ByStep">A file of each step.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record LogSaves(IReadOnlyDictionary<int, string> ByStep, IReadOnlyList<string> Notes)
{
    /// <exception cref="LogException">The folder has checkpoints of several runs, and the log does not say whose it is.</exception>
    public static LogSaves Of(TrainingLog log, CheckpointFolder? folder)
    {
        var notes = new List<string>(folder?.Problems ?? []);
        var saves = folder is null ? log.Saves : [.. InFolder(log, folder, notes).Select(save => save.Step is null ? save with { Step = StepInLog(log, save) } : save)];
        if (saves.Where(save => save.Step is null).Select(save => save.Name.File).ToList() is { Count: > 0 } unknown)
            notes.Add($"The step of {string.Join(", ", unknown)} is not known, neither from its name nor from {(folder is null ? "a bar before it" : "its metadata (ss_steps) nor from the log")}: left out");
        var byStep = new Dictionary<int, string>();
        foreach (var save in saves.Where(save => save.Step is not null).OrderByDescending(save => save.Name.Step is not null))
            byStep.TryAdd(save.Step!.Value, save.Name.File);
        return new LogSaves(byStep, notes);
    }

    private static List<LogSave> InFolder(TrainingLog log, CheckpointFolder folder, List<string> notes)
    {
        var told = log.Saves.Select(save => Bare(save.Name.Run)).ToHashSet();
        var (own, others) = (folder.Saves.Where(save => told.Contains(Bare(save.Name.Run))).ToList(), folder.Saves.Where(save => !told.Contains(Bare(save.Name.Run))).ToList());
        if (own.Count > 0)
        {
            if (others.Count > 0)
                notes.Add($"The log tells of no checkpoint of {Runs(others)}: left out");
            return own;
        }

        return others.Select(save => save.Name.Run).Distinct().Count() == 1
            ? others
            : throw new LogException($"the folder has checkpoints of several runs ({Runs(others)}), and the log tells of none of them: name a folder with those of one run");
    }

    private static int? StepInLog(TrainingLog log, LogSave save) =>
        log.Saves.FirstOrDefault(told => Bare(told.Name.File) == Bare(save.Name.File))?.Step;

    private static string Runs(List<LogSave> saves) => string.Join(", ", saves.Select(save => save.Name.Run).Distinct());

    // A terminal that wraps a line may lose a blank.
    private static string Bare(string name) => name.Replace(" ", "", StringComparison.Ordinal);
}

using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>One start of the scripts, from its first progress bar to its last. Its steps are those of the bar, which begins at 0 at every start.</summary>
internal sealed class LogTake
{
    /// <summary>
    /// So much memory a step takes that a log of nothing but bars could take all of it; no run of a LoRA is nearly this long.
    /// </summary>
    internal const int MostSteps = 1_000_000;

    private readonly LogHeading heading;
    private readonly StepReports waiting;
    private readonly List<(CheckpointName Name, int Bar)> saves = [];
    private int? baseByName;

    /// <param name="before">What was reported before the first bar: of that bar's step, where the log's beginning is lost.</param>
    public LogTake(LogMark.Bar first, LogHeading heading, StepReports before)
    {
        (this.heading, waiting, First, Last, Total) = (heading, before, Math.Max(0, first.Done - 1), first.Done, first.Total);
        Check(first);
        if (first.Done > 0)
            before.Place(First, First, first.Done, Lit, Losses);
        before.Clear();
    }

    /// <summary>The steps up to this one are not in the log.</summary>
    public int First { get; }

    public int Last { get; private set; }

    public int Total { get; }

    public List<int> Lit { get; } = [];

    public List<StepLoss> Losses { get; } = [];

    public List<StepLoss> Averages { get; } = [];

    /// <summary>
    /// How many steps lie before this start. A resumed training that skips its first steps has a bar for the rest only, and names its
    /// checkpoints by all of them.
    /// </summary>
    public int Base => heading.Steps - Total is > 0 and var skipped ? skipped : baseByName ?? 0;

    /// <summary>Whether a checkpoint of a step was told of when the bar was already past it.</summary>
    public bool ToldLate { get; private set; }

    public bool Continues(LogMark.Bar bar) => bar.Done >= Last && bar.Total == Total;

    /// <exception cref="LogException">There are too many steps.</exception>
    public void Take(LogMark.Bar bar)
    {
        Check(bar);
        if (bar.Done > Last)
            Place(bar.Done);
        Last = bar.Done;
    }

    /// <summary>Where the optimizer's reports go.</summary>
    public StepReports Reports => waiting;

    // The bar is drawn twice a step, first with the average of the step before.
    public void TakeAverage(double average)
    {
        if (Averages is [.., var last] && last.Step == Last)
            Averages.RemoveAt(Averages.Count - 1);
        if (Last > 0)
            Averages.Add(new StepLoss(Last, average));
    }

    public void TakeSave(CheckpointName name)
    {
        // A bar that is one behind was not drawn in time; more, and the bar does not count all steps.
        if (name.Step - Last > 1 && saves.TrueForAll(save => save.Name.Step is null))
            baseByName = name.Step - Last;
        ToldLate |= name.Step - Base < Last - 1;
        saves.Add((name, Last));
    }

    public void Remove(string file) => saves.RemoveAll(save => save.Name.File == file);

    public void End() => Place(Total);

    /// <summary>The saves with their steps. Where the console's output was kept back, a bar says nothing of an epoch's step, but the heading does.</summary>
    public IEnumerable<LogSave> Saves()
    {
        var late = ToldLate || waiting.MostLightsAtOnce > 1;
        foreach (var (name, bar) in saves)
            yield return new LogSave(
                name, name.Step ?? (late && Base == 0 && name.Epoch is { } epoch && heading.StepAfterEpoch(epoch) is { } step ? step : Base + bar));
    }

    private static void Check(LogMark.Bar bar)
    {
        if (bar.Done > MostSteps)
            throw new LogException($"the log counts to step {bar.Done}; at most {MostSteps} steps are read");
    }

    private void Place(int until) => waiting.Place(Last, First, until, Lit, Losses);
}

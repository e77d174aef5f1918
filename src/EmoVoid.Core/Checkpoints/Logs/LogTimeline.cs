using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>The starts of a training, one after the other, as one line of steps: what a start begins again, it undoes.</summary>
internal sealed class LogTimeline
{
    private readonly List<int> lit = [];
    private readonly List<StepLoss> losses = [], averages = [];
    private readonly Dictionary<string, LogSave> saves = new(StringComparer.Ordinal);
    private readonly HashSet<string> overridden = new(StringComparer.Ordinal);
    private int starts, lastStep, mostLightsAtOnce;
    private int? stepsBefore, stepsAskedFor;

    public void Save(LogSave save)
    {
        saves[save.Name.File] = save;
        overridden.Remove(save.Name.File);
    }

    public void Remove(string file)
    {
        saves.Remove(file);
        overridden.Remove(file);
    }

    public void Append(LogTake take)
    {
        stepsAskedFor = take.Base + take.Total;
        if (take.Last == 0 && take.Losses.Count == 0)
            return; // it ended before its first step, and undid nothing
        var before = take.Base + take.First;
        (starts, lastStep, stepsBefore) = (starts + 1, take.Base + take.Last, Math.Min(stepsBefore ?? before, before));
        mostLightsAtOnce = Math.Max(mostLightsAtOnce, take.Reports.MostLightsAtOnce);
        Undo(before);
        lit.AddRange(take.Lit.Select(step => take.Base + step));
        losses.AddRange(take.Losses.Select(loss => loss with { Step = take.Base + loss.Step }));
        averages.AddRange(take.Averages.Select(average => average with { Step = take.Base + average.Step }));
        foreach (var save in take.Saves())
            Save(save);
    }

    public TrainingLog End(OptimizerReport optimizer) => new()
    {
        LastStep = lastStep,
        StepsBefore = stepsBefore ?? 0,
        StepsAskedFor = stepsAskedFor,
        Starts = starts,
        Lit = lit,
        LightReports = optimizer.LightReports,
        MostLightsAtOnce = mostLightsAtOnce,
        Losses = losses,
        Averages = averages,
        Optimizer = optimizer.Name,
        IsFromEmoVoid = optimizer.IsEmoVoid,
        StopLoss = optimizer.StopLoss,
        LightIsSilenced = optimizer.LightIsSilenced,
        Saves = [.. saves.Values],
        OverriddenSaves = overridden.Count,
    };

    private void Undo(int after)
    {
        Cut(lit, step => step > after);
        Cut(losses, loss => loss.Step > after);
        Cut(averages, average => average.Step > after);
        foreach (var save in saves.Values.Where(save => save.Step > after).ToList())
        {
            saves.Remove(save.Name.File);
            overridden.Add(save.Name.File);
        }
    }

    // From the end: a log of many starts must not read all of its steps at each.
    private static void Cut<T>(List<T> ascending, Predicate<T> isAfter)
    {
        var keep = ascending.Count;
        while (keep > 0 && isAfter(ascending[keep - 1]))
            keep--;
        ascending.RemoveRange(keep, ascending.Count - keep);
    }
}

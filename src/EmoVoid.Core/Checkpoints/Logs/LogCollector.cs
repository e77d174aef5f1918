namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Puts the marks of a log together. Its memory grows with the steps, never with the length of the log.</summary>
internal sealed class LogCollector
{
    private const int MostSaves = 100_000;

    private readonly LogTimeline timeline = new();
    private readonly OptimizerReport optimizer = new();
    private StepReports early = new();
    private readonly List<CheckpointName> earlySaves = [];
    private LogHeading heading = new();
    private int saves;
    private LogTake? take;
    private bool begun; // the heading of another start was read, and no bar yet

    public void Take(LogMark mark)
    {
        switch (mark)
        {
            case LogMark.Begin:
                (begun, heading) = (true, new LogHeading());
                break;
            case LogMark.Heading number:
                heading = heading.With(number.Name, number.Value);
                break;
            case LogMark.Bar bar:
                Take(bar);
                break;
            case LogMark.AverageLoss average:
                take?.TakeAverage(average.Value);
                break;
            case LogMark.Loss loss:
                optimizer.PrintsLosses = true;
                Reports.Loss(loss.Value);
                break;
            case LogMark.Light:
                optimizer.LightReports++;
                Reports.Light();
                break;
            case LogMark.Saved saved:
                Take(CheckpointName.Of(saved.File));
                break;
            case LogMark.Removed removed:
                timeline.Remove(removed.File);
                take?.Remove(removed.File);
                break;
            case LogMark.Optimizer named:
                optimizer.Take(named);
                break;
        }
    }

    /// <summary>The whole log, after its last mark.</summary>
    public TrainingLog End()
    {
        EndTake();
        KeepEarlySaves();
        return timeline.End(optimizer);
    }

    private StepReports Reports => take?.Reports ?? early;

    private void Take(LogMark.Bar bar)
    {
        if (take is not null && (begun || !take.Continues(bar)))
            EndTake();
        begun = false;
        if (take is null)
            KeepEarlySaves();
        if (take is null)
            (take, early) = (new LogTake(bar, heading, early), new StepReports());
        else
            take.Take(bar);
    }

    private void Take(CheckpointName name)
    {
        if (++saves > MostSaves)
            throw new LogException($"the log tells of more than {MostSaves} saved checkpoints; at most that many are read");
        if (take is null)
            earlySaves.Add(name);
        else
            take.TakeSave(name);
    }

    // Before the first bar: the log's beginning is lost, or the bars went elsewhere.
    private void KeepEarlySaves()
    {
        foreach (var name in earlySaves)
            timeline.Save(new LogSave(name, name.Step ?? (name.Epoch is { } epoch ? heading.StepAfterEpoch(epoch) : null)));
        earlySaves.Clear();
    }

    private void EndTake()
    {
        if (take is null)
            return;
        take.End();
        timeline.Append(take);
        take = null;
    }
}

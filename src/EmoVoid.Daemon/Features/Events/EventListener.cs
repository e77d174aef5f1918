using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>
/// One listener's events, in order and without a gap: first from the database what it missed, then from the news what happens. Of what happens
/// the kept events are read from the database too, and the steps come from memory; news that were lost are made up from the database.
/// </summary>
internal sealed class EventListener
{
    private readonly EventSource _source;
    private readonly RunFeed.Subscription _news;
    private readonly string? _run;
    private readonly Dictionary<string, int> _steps;

    /// <summary>Runs that were started while this listened, whose first steps may be steps that are taken once more.</summary>
    private readonly HashSet<string> _starting = [];
    private long _row;

    /// <param name="news">Subscribed before <paramref name="from"/> was found out.</param>
    /// <param name="run">Of this run; null: of all.</param>
    public EventListener(EventSource source, RunFeed.Subscription news, string? run, EventPosition from)
    {
        (_source, _news, _run, _row) = (source, news, run, from.Row);
        _steps = new Dictionary<string, int>(from.Steps);
    }

    /// <summary>Up to where the listener has heard.</summary>
    public EventPosition Position => new(_row, _steps);

    /// <summary>Whether the run that it listens to is deleted.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>What the database has and the listener has not.</summary>
    public IEnumerable<EventView> Missed()
    {
        // Steps are read after the rows and told before them: who hears that a run is completed has heard all of its steps.
        var rows = _source.RowsAfter(_row, _run).ToList();
        foreach (var (run, step) in _source.StepsHeard(Position, rows, _run))
            if (_source.StepsAfter(run, step) is { } steps)
            {
                _steps[run] = LastOf(steps);
                yield return steps;
            }
        foreach (var row in rows)
            yield return Hear(row);
    }

    /// <summary>What has happened since.</summary>
    public IEnumerable<EventView> Fresh()
    {
        while (_news.News.TryRead(out var news))
        {
            if (_news.TakeLoss())
                foreach (var missed in Missed())
                    yield return missed;
            if (_run is null || news.RunId == _run)
                foreach (var heard in Hear(news))
                    yield return heard;
        }
    }

    private IEnumerable<EventView> Hear(RunNews news) => news switch
    {
        { Event: { } row } => HearRows(news, row),
        RunStepped stepped => HearSteps(stepped),
        RunStaged staged => [_source.Passing(news.RunId, "stage", new { staged.Stage.Stage, staged.Stage.Done, staged.Stage.Total })],
        RunChanged => [_source.Passing(news.RunId, "change", null)],
        RunDeleted => HearEnd(news),
        _ => [],
    };

    /// <summary>Up to the row of the news, and the notes that belong to it: later rows have steps before them that are still to come.</summary>
    private IEnumerable<EventView> HearRows(RunNews news, long last)
    {
        if (last <= _row)
            yield break;
        foreach (var row in _source.RowsAfter(_row, _run).TakeWhile(row => row.Id <= last || (row.RunId == news.RunId && row.Kind == RunEventRows.Note)))
            yield return Hear(row);
        if (news is RunMoved { Transition: { } transition } && transition == RunTransition.Start)
            _starting.Add(news.RunId);
    }

    private EventView Hear(RunEvent row)
    {
        _row = row.Id;
        // Who is cut off after a run's start and before its first step has to be told of that step when it comes back.
        if (EventSource.StepOf(row) is { } step)
            _steps.TryAdd(row.RunId, step);
        return EventView.Of(row);
    }

    private IEnumerable<EventView> HearSteps(RunStepped stepped)
    {
        var heard = _starting.Remove(stepped.RunId) ? 0 : _steps.GetValueOrDefault(stepped.RunId);
        var steps = stepped.Steps.Where(step => step.Step > heard).ToList();
        if (steps.Count == 0)
            yield break;
        _steps[stepped.RunId] = steps[^1].Step;
        yield return _source.Steps(stepped.RunId, steps.ConvertAll(step => new CurvePoint
        {
            Step = step.Step,
            Loss = step.Loss,
            Pulse = step.Pulse,
            StopBase = step.StopBase,
            MediumLoss = step.MediumLoss,
            Lit = step.Lit,
            Seconds = step.Seconds,
        }));
    }

    private IEnumerable<EventView> HearEnd(RunNews news)
    {
        _steps.Remove(news.RunId);
        IsAtEnd = _run is not null;
        yield return _source.Passing(news.RunId, "deleted", null);
    }

    private static int LastOf(EventView steps)
    {
        var points = steps.Data!.Value.GetProperty("steps");
        return points[points.GetArrayLength() - 1].GetProperty("step").GetInt32();
    }
}

using System.Text.Json;
using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>What listeners are told of, from the database for what they missed.</summary>
internal sealed class EventSource(RunEventRows rows, RunSearch runs, QueueStore queue, MetricReader metrics, RunStore store, TimeProvider time)
{
    /// <summary>More missed steps than these come as points with a spread.</summary>
    public const int MostSteps = 500;

    private const int Batch = 1000;

    /// <summary>Where everything has been heard.</summary>
    /// <param name="run">Of this run; null: of all.</param>
    public EventPosition Now(string? run)
    {
        // The row first: what happens in between is then told, rather than lost.
        var row = rows.Last();
        var atWork = queue.AtWork().Where(one => run is null || one.Id == run);
        return new EventPosition(row, atWork.ToDictionary(one => one.Id, one => one.Step));
    }

    /// <summary>The events after one, oldest first.</summary>
    public IEnumerable<RunEvent> RowsAfter(long row, string? run)
    {
        for (var batch = rows.After(row, run, Batch); batch.Count > 0; batch = rows.After(batch[^1].Id, run, Batch))
            foreach (var one in batch)
                yield return one;
    }

    /// <summary>A few of them.</summary>
    public IReadOnlyList<RunEvent> RowsAfter(long row, string? run, int limit) => rows.After(row, run, limit);

    /// <summary>The runs that may have taken steps which a listener has not heard of, each with the last step that it has.</summary>
    /// <param name="missed">The events that it has not heard of.</param>
    public IReadOnlyDictionary<string, int> StepsHeard(EventPosition heard, IReadOnlyList<RunEvent> missed, string? run)
    {
        var steps = new Dictionary<string, int>(heard.Steps);
        foreach (var one in missed)
            if (StepOf(one) is { } step)
                steps.TryAdd(one.RunId, step);
        if (run is not null)
            return steps.Where(one => one.Key == run).ToDictionary();
        var there = runs.Of([.. steps.Keys]).Select(one => one.Id).ToHashSet();
        return steps.Where(one => there.Contains(one.Key)).ToDictionary();
    }

    /// <summary>The steps of a run after one, fewer points when they are many; null when there is none.</summary>
    public EventView? StepsAfter(string run, int step) =>
        metrics.Points(run, new MetricWindow { Since = step }, MostSteps) is { Count: > 0 } points ? Steps(run, points) : null;

    public EventView Steps(string run, IReadOnlyList<CurvePoint> points) => Passing(run, "steps", new { steps = points });

    /// <summary>An event that is told and not kept.</summary>
    public EventView Passing(string run, string kind, object? data) => new()
    {
        Id = null,
        Run = run,
        Kind = kind,
        Message = null,
        Data = data is null ? null : JsonSerializer.SerializeToElement(data, Api.Json),
        At = time.GetUtcNow(),
    };

    /// <exception cref="RunNotFoundException"/>
    public void RequireRun(string run) => store.Get(run);

    /// <summary>The step that a run was at when its state changed; null for another kind of event.</summary>
    public static int? StepOf(RunEvent one) =>
        one is { Kind: RunEventRows.State, Data: { } json } && JsonSerializer.Deserialize<JsonElement>(json).TryGetProperty("step", out var step) ? step.GetInt32()
        : one.Kind == RunEventRows.State ? 0 : null;
}

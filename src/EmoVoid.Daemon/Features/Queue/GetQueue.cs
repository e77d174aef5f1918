using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Settings;
using EmoVoid.Daemon.Features.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Queue;

/// <summary>What waits, in its order.</summary>
internal sealed class GetQueue(QueueAnswer answer) : Endpoint<GetQueueRequest, QueueListView>
{
    public override void Configure()
    {
        Get("/queue");
        this.Describe("queue", "What waits, and why", "The queued runs, the next one first, with the reason why each waits and until when; and whether the queue is held.", 400);
    }

    public override Task<QueueListView> ExecuteAsync(GetQueueRequest request, CancellationToken ct)
    {
        if (request.Limit is < 1 or > ListRuns.LongestPage)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {ListRuns.LongestPage}");
        if (request.Offset < 0)
            AddError(r => r.Offset, $"offset is {request.Offset}; it starts at 0");
        ThrowIfAnyErrors();
        return Task.FromResult(answer.Of(request.Limit, request.Offset));
    }
}

/// <summary>Gathers what the queue shows.</summary>
internal sealed class QueueAnswer(QueuePositions positions, RunSearch runs, QueueView waits, SettingStore settings, GpuYield yield)
{
    public QueueListView Of(int limit = 100, int offset = 0)
    {
        var order = positions.Order;
        var rows = runs.Of([.. order.Skip(offset).Take(limit)]);
        return new QueueListView
        {
            Held = settings.Get<bool>(SettingNames.QueueHeld),
            YieldUntil = yield.Until,
            LookedAt = waits.LookedAt,
            Items = [.. rows.Select(RowOf)],
            Total = order.Count,
            Limit = limit,
            Offset = offset,
        };
    }

    private QueuedRunView RowOf(Run run) => new()
    {
        Position = positions.Of(run.Id),
        Id = run.Id,
        Name = run.Name,
        Priority = run.Priority,
        Step = run.Step,
        Steps = run.Steps,
        StartAt = run.StartAt,
        Hours = run.Hours,
        Waits = waits.Of(run.Id),
    };
}

internal sealed record GetQueueRequest
{
    /// <summary>How many at most, 1 to 500; 100 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 100;

    /// <summary>How many of the next ones to leave out.</summary>
    [QueryParam]
    public int Offset { get; init; }
}

internal sealed record QueueListView
{
    /// <summary>Whether somebody holds the queue: nothing is started then.</summary>
    public required bool Held { get; init; }

    /// <summary>Until when this machine is left to others, as POST /gpu/yield asked; null when nobody asked for it.</summary>
    public required DateTimeOffset? YieldUntil { get; init; }

    /// <summary>When the queue was last looked at; null before the first time.</summary>
    public required DateTimeOffset? LookedAt { get; init; }

    /// <summary>The next one first.</summary>
    public required IReadOnlyList<QueuedRunView> Items { get; init; }

    /// <summary>How many wait in all.</summary>
    public required int Total { get; init; }

    /// <summary>How many were asked for at most.</summary>
    public required int Limit { get; init; }

    /// <summary>How many were left out before these.</summary>
    public required int Offset { get; init; }
}

internal sealed record QueuedRunView
{
    /// <summary>From 1, the next one, on; null when it was started this moment.</summary>
    public required int? Position { get; init; }

    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The sidecar's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The higher is trained first.</summary>
    public required int Priority { get; init; }

    /// <summary>The last step done; 0 before the first.</summary>
    public required int Step { get; init; }

    /// <summary>How many it is to take.</summary>
    public required int Steps { get; init; }

    /// <summary>As its owner wants: not before this time.</summary>
    public required DateTimeOffset? StartAt { get; init; }

    /// <summary>As its owner wants: only within these hours.</summary>
    public required string? Hours { get; init; }

    /// <summary>Why it waits; null when it was queued a moment ago.</summary>
    public required RunWait? Waits { get; init; }
}

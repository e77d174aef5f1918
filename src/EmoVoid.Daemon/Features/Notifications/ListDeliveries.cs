using EmoVoid.Core.Notifications;
using EmoVoid.Daemon.Features.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Notifications;

/// <summary>What was told to webhooks and the like, and what still waits.</summary>
internal sealed class ListDeliveries(Outbox outbox) : Endpoint<ListDeliveriesRequest, Page<DeliveryView>>
{
    public const int LongestPage = 500;

    public override void Configure()
    {
        Get("/notifications/deliveries");
        this.Describe(
            "notifications", "What was told to whom",
            "Every message to every receiver, the newest first, with what became of it; the last thousand that are over are remembered. Addresses and secrets are not shown.", 400);
    }

    public override Task<Page<DeliveryView>> ExecuteAsync(ListDeliveriesRequest request, CancellationToken ct)
    {
        if (request.Limit is < 1 or > LongestPage)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {LongestPage}");
        if (request.Offset < 0)
            AddError(r => r.Offset, $"offset is {request.Offset}; it starts at 0");
        ThrowIfAnyErrors();
        var page = outbox.List(request.State, request.Limit, request.Offset).Select(View).ToList();
        return Task.FromResult(new Page<DeliveryView>(page, outbox.Count(request.State), request.Limit, request.Offset));
    }

    private static DeliveryView View(Delivery delivery) => new(
        delivery.Notice, delivery.Event, delivery.RunId, delivery.Receiver, delivery.State, delivery.Attempts, delivery.Problem,
        delivery.CreatedAt, delivery.State == DeliveryState.Waiting ? delivery.NextAt : null, delivery.EndedAt);
}

internal sealed record ListDeliveriesRequest
{
    /// <summary>Only deliveries in this state; without it, all.</summary>
    [QueryParam]
    public DeliveryState? State { get; init; }

    /// <summary>How many at most, 1 to 500; 100 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 100;

    /// <summary>How many of the newest to leave out.</summary>
    [QueryParam]
    public int Offset { get; init; }
}

/// <param name="Id">The message's id: the same for every receiver and every try; receivers tell repeats by it.</param>
/// <param name="Event">What it tells, as run.completed.</param>
/// <param name="Run">The run's id; null when it is about none.</param>
/// <param name="Receiver">The receiver's name.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Problem">What kept the last try from success; null when there was nothing.</param>
/// <param name="CreatedAt">When there was something to tell.</param>
/// <param name="NextAt">When it is tried next; null when it is over.</param>
/// <param name="EndedAt">When it was taken, or given up; null while it waits.</param>
internal sealed record DeliveryView(
    string Id, string Event, string? Run, string Receiver, DeliveryState State, int Attempts, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? EndedAt);

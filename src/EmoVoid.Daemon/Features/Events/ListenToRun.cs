using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>What happens to one run.</summary>
internal sealed class ListenToRun(EventSource source, RunFeed feed, TimeProvider time, IHostApplicationLifetime daemon)
    : EventEndpoint<RunEventsRequest>(source, feed, time, daemon)
{
    public override void Configure()
    {
        Get("/runs/{id}/events");
        this.Describe("events", "What happens to a run", "Changes of state, checkpoints, notes, steps and stages." + HowItWorks, 400, 404);
        Description(route => route.Produces<EventListView>(200, "application/json", "text/event-stream"));
    }

    public override Task HandleAsync(RunEventsRequest request, CancellationToken ct) => Answer(request, request.Id, ct);
}

internal sealed record RunEventsRequest : EventsRequest
{
    /// <summary>The run's id, or <c>latest</c>.</summary>
    public required string Id { get; init; }
}

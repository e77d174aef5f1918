using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>What happens to all runs.</summary>
internal sealed class ListenToAll(EventSource source, RunFeed feed, TimeProvider time, IHostApplicationLifetime daemon)
    : EventEndpoint<AllEventsRequest>(source, feed, time, daemon)
{
    public override void Configure()
    {
        Get("/events");
        this.Describe("events", "What happens to all runs", "Changes of state, checkpoints, notes, steps and stages." + HowItWorks, 400);
        Description(route => route.Produces<EventListView>(200, "application/json", "text/event-stream"));
    }

    public override Task HandleAsync(AllEventsRequest request, CancellationToken ct) => Answer(request, run: null, ct);
}

internal sealed record AllEventsRequest : EventsRequest;

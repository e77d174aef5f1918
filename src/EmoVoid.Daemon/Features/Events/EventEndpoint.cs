using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>Events as a stream, or as a list for who accepts JSON.</summary>
internal abstract class EventEndpoint<TRequest>(EventSource source, RunFeed feed, TimeProvider time, IHostApplicationLifetime daemon) : Endpoint<TRequest>
    where TRequest : EventsRequest
{
    protected const string HowItWorks =
        " As text/event-stream: events as they happen, each with an id; name the last one in Last-Event-ID (a browser does) or in after, and everything that was missed is told first, "
        + "more than 500 missed steps as so many points. With Accept: application/json: a list of the kept events, oldest first.";

    private const int LongestList = 1000;

    /// <param name="run">Of this run; null: of all.</param>
    protected async Task Answer(TRequest request, string? run, CancellationToken ct)
    {
        if (request.Limit is < 1 or > LongestList)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {LongestList}");
        var text = HttpContext.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } header] ? header : request.After;
        var from = text is null ? null : EventPosition.Parse(text);
        if (text is not null && from is null)
            AddError(r => r.After!, $"'{text}' is not the id of an event of this stream");
        ThrowIfAnyErrors();
        if (run is not null)
            source.RequireRun(run);
        if (WantsList())
            await Send.ResultAsync(Results.Json(List(from ?? EventPosition.Start, run, request.Limit)));
        else
            await Stream(from, run, ct);
    }

    private bool WantsList() => HttpContext.Request.GetTypedHeaders().Accept is { Count: > 0 } accepted
        && accepted.Any(one => one.MediaType == "application/json") && !accepted.Any(one => one.MediaType == "text/event-stream");

    private EventListView List(EventPosition from, string? run, int limit)
    {
        var rows = source.RowsAfter(from.Row, run, limit);
        var last = rows.Count > 0 ? new EventPosition(rows[^1].Id, from.Steps) : from;
        return new EventListView([.. rows.Select(EventView.Of)], last.ToString());
    }

    private async Task Stream(EventPosition? from, string? run, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, daemon.ApplicationStopping);
        using var news = feed.Subscribe();
        var listener = new EventListener(source, news, run, from ?? source.Now(run));
        HttpContext.MarkResponseStart();
        await new EventStream(HttpContext.Response, listener, news, time).Write(end.Token);
    }
}

internal abstract record EventsRequest
{
    /// <summary>The id of the last event that was heard; without it and without Last-Event-ID a stream begins now, and a list with the first event.</summary>
    [QueryParam]
    public string? After { get; init; }

    /// <summary>How many events a list has at most, 1 to 1000; 1000 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 1000;
}

using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>Listens to a stream of events as a browser does.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventReader(HttpResponseMessage answer, Stream stream)
    {
        _answer = answer;
        _parser = SseParser.Create(stream);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Of the last event that was read.</summary>
    public string LastId => _parser.LastEventId;

    public static async Task<EventReader> Open(DaemonRunner daemon, string route, string? lastId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, route);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var answer = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<JsonNode?> Next() => await _items.MoveNextAsync().AsTask().WaitAsync(Wait.Patience) ? JsonNode.Parse(_items.Current.Data) : null;

    /// <summary>The events up to the first that is so.</summary>
    public async Task<List<JsonNode>> Until(Predicate<JsonNode> isSo)
    {
        var heard = new List<JsonNode>();
        do
            heard.Add(await Next() ?? throw new InvalidOperationException("the stream has ended: " + string.Join('\n', heard)));
        while (!isSo(heard[^1]));
        return heard;
    }

    // The connection first: an enumerator that still waits cannot be ended.
    public ValueTask DisposeAsync()
    {
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }
}

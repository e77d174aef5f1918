using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Daemon.Features;
using EmoVoid.Daemon.Security;

namespace EmoVoid.Daemon.CommandLine.Remote;

/// <summary>Speaks to the API of a running daemon.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly DaemonAddress _address;
    private readonly HttpClient _http;

    public DaemonClient(DaemonAddress address)
    {
        _address = address;
        // A stream of events has no end; a daemon that is busy answers all the same.
        _http = new HttpClient { BaseAddress = new Uri(address.Url, Api.Prefix + "/"), Timeout = Timeout.InfiniteTimeSpan };
        if (address.Key is { } key)
            _http.DefaultRequestHeaders.Add(ApiKeyAuthentication.Header, key);
    }

    public Task<Answer> Get(string route, CancellationToken cancel) => Ask(HttpMethod.Get, route, null, cancel);

    public Task<Answer> Post(string route, object? body, CancellationToken cancel) => Ask(HttpMethod.Post, route, body, cancel);

    public Task<Answer> Delete(string route, CancellationToken cancel) => Ask(HttpMethod.Delete, route, null, cancel);

    /// <summary>What is written after <paramref name="after"/> in a run's log, or its last lines.</summary>
    /// <returns>Null when there is no log.</returns>
    public async Task<(string Text, long End)?> Log(string run, int lines, long? after, CancellationToken cancel)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Get, $"{RouteOf(run)}/log?lines={lines}{(after is { } place ? $"&after={place}" : "")}"), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound && after is not null)
            return null;
        await Require(answer, cancel);
        var end = long.Parse(answer.Headers.GetValues(Features.Runs.GetLog.End).Single(), System.Globalization.CultureInfo.InvariantCulture);
        return (await answer.Content.ReadAsStringAsync(cancel), end);
    }

    /// <summary>Opens a stream of events.</summary>
    /// <param name="after">The id of the last event that was heard; null: from now on.</param>
    public async Task<Stream> Events(string? run, string? after, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, run is null ? "events" : $"{RouteOf(run)}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        var answer = await Send(request, cancel);
        await Require(answer, cancel);
        return await answer.Content.ReadAsStreamAsync(cancel);
    }

    public static string RouteOf(string run) => "runs/" + Uri.EscapeDataString(run);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Ask(HttpMethod method, string route, object? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, route) { Content = body is null ? null : JsonContent.Create(body, options: Api.Json) };
        using var answer = await Send(request, cancel);
        await Require(answer, cancel);
        return new Answer(await answer.Content.ReadAsStringAsync(cancel));
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException($"there is no daemon at {_address.Url}: {e.Message.TrimEnd('.')}. Start it, or say where it is with --url", CommandFailedException.NoDaemon);
        }
    }

    private static async Task Require(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailedException(Words(answer, await answer.Content.ReadAsStringAsync(cancel)), CommandFailedException.Refused);
    }

    private static string Words(HttpResponseMessage answer, string problem)
    {
        var status = FormattableString.Invariant($"the daemon answered {(int)answer.StatusCode} {answer.ReasonPhrase}");
        try
        {
            var node = JsonNode.Parse(problem);
            var reasons = node?["errors"]?.AsArray().Select(error => (string?)error?["reason"]) ?? [];
            return (string?)node?["detail"] ?? (reasons.Any() ? string.Join("; ", reasons) : status);
        }
        catch (JsonException)
        {
            return status;
        }
    }
}

/// <summary>An answer, as it came and as what it means.</summary>
internal sealed record Answer(string Json)
{
    public T As<T>() => JsonSerializer.Deserialize<T>(Json, Api.Json)!;
}

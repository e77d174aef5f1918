using System.Net;
using System.Text.Json.Nodes;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>Requests as any program may send them, with any header.</summary>
internal static class Asking
{
    /// <param name="Problem">The body when it is JSON and there is one; else null.</param>
    public sealed record Answer(HttpStatusCode Status, JsonNode? Problem, HttpResponseMessage Message)
    {
        public string Detail => Problem?.Text("detail") ?? "";
    }

    /// <summary>Sends a request without a body and does not wait for more than the head of an answer that is no JSON.</summary>
    public static async Task<Answer> Ask(this DaemonRunner daemon, string method, string route, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), route);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var answer = await daemon.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) ?? false;
        var body = isJson ? await answer.Content.ReadAsStringAsync() : "";
        return new Answer(answer.StatusCode, body.Length > 0 ? JsonNode.Parse(body) : null, answer);
    }

    public static async Task<HttpStatusCode> StatusOf(this DaemonRunner daemon, string method, string route, string? key = null) =>
        (await (key is null ? daemon.Ask(method, route) : daemon.Ask(method, route, ("X-Api-Key", key)))).Status;
}

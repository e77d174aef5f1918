using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>What a stranger's program sends, and gets back.</summary>
internal static class Requests
{
    /// <summary>Asks for something that is to be done.</summary>
    public static async Task<JsonNode> Do(this DaemonRunner daemon, HttpMethod method, string route, object? body = null)
    {
        var (status, answer) = await daemon.Ask(method, route, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {route}: {(int)status} {answer}\n{daemon.Log}");
        return answer;
    }

    /// <summary>Asks for something that is to be refused, with a problem in words.</summary>
    public static async Task<JsonNode> IsRefused(this DaemonRunner daemon, HttpStatusCode expected, HttpMethod method, string route, object? body = null)
    {
        var (status, answer) = await daemon.Ask(method, route, body);
        Assert.True(status == expected, $"{method} {route}: {(int)status} {answer}\n{daemon.Log}");
        Assert.Equal((int)expected, (int)answer["status"]!);
        return answer;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> Ask(this DaemonRunner daemon, HttpMethod method, string route, object? body)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + route)
        {
            Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) },
        };
        using var answer = await daemon.Http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}

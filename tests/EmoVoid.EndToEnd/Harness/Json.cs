using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace EmoVoid.EndToEnd.Harness;

/// <summary>Answers as a stranger's program sees them: JSON, not the daemon's own types.</summary>
internal static class Json
{
    public static async Task<JsonNode> GetJson(this HttpClient http, string route) => (await http.GetFromJsonAsync<JsonNode>(route))!;

    public static async Task<JsonNode> GetJson(this HttpClient http, string route, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route) { Headers = { { "Accept", accept } } };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public static string? Text(this JsonNode node, string name) => (string?)node[name];
}

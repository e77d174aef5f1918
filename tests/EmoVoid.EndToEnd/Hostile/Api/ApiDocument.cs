using System.Text.Json.Nodes;

namespace EmoVoid.EndToEnd.Hostile.Api;

/// <summary>What the daemon says that it serves: the ground from which requests are made.</summary>
internal sealed class ApiDocument(JsonNode document)
{
    /// <param name="Route">As <c>/api/v1/runs/{id}</c>.</param>
    /// <param name="Query">Names and schemas.</param>
    /// <param name="BodyType">Null when it takes no body.</param>
    /// <param name="Statuses">Those that it may answer with.</param>
    public sealed record Operation(string Method, string Route, IReadOnlyList<(string Name, JsonNode? Schema)> Query, string? BodyType, JsonNode? Body, IReadOnlySet<int> Statuses);

    public IReadOnlyList<Operation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select Read(operation.Key.ToUpperInvariant(), path.Key, operation.Value!),
    ];

    /// <summary>A schema itself, not where it is written.</summary>
    public JsonNode? Resolve(JsonNode? schema) =>
        (string?)schema?["$ref"] is { } reference ? document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]] : schema;

    private static Operation Read(string method, string route, JsonNode operation)
    {
        var query = operation["parameters"]?.AsArray().Where(one => (string?)one!["in"] == "query").Select(one => ((string)one!["name"]!, one["schema"])).ToList() ?? [];
        var body = operation["requestBody"]?["content"]?.AsObject().FirstOrDefault();
        var statuses = operation["responses"]!.AsObject().Select(answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        return new Operation(method, route, query, body?.Key, body?.Value?["schema"], statuses);
    }
}

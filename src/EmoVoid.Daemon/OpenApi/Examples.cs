using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>
/// What is sent and answered, as a real daemon did, from the files of <c>OpenApi/Examples</c>: one for each schema that is a body, one for each
/// status of a problem, <c>parameters.json</c> for the parameters by their name (or operation and name), and texts by their operation.
/// </summary>
internal static class Examples
{
    private const string Folder = "examples/";

    private static readonly Dictionary<string, JsonNode> Files = typeof(Examples).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(name => Path.GetFileNameWithoutExtension(name), Read);

    private static readonly JsonObject Parameters = Files["parameters"].AsObject();

    public static Task Apply(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            ShowParameters(operation);
            foreach (var (type, body) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
                Show(document, type, body, operation.OperationId!);
            foreach (var (status, response) in operation.Responses!)
                foreach (var (type, body) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
                    Show(document, type, body, operation.OperationId!, status);
        }

        return Task.CompletedTask;
    }

    private static void ShowParameters(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Example = (Parameters[$"{operation.OperationId}.{parameter.Name}"] ?? Parameters[parameter.Name!])?.DeepClone();
    }

    // JSON is the schema's, or that of the status of a problem; what no schema tells of is the operation's own.
    private static void Show(Microsoft.OpenApi.OpenApiDocument document, string type, OpenApiMediaType body, string operation, string? status = null)
    {
        var schema = type.EndsWith("json", StringComparison.Ordinal) ? (body.Schema as OpenApiSchemaReference)?.Reference.Id : null;
        var name = new[] { schema, status, operation }.FirstOrDefault(name => name is not null && Files.ContainsKey(name));
        if (name is null)
            return;
        document.Components!.Examples ??= new Dictionary<string, IOpenApiExample>();
        document.Components.Examples.TryAdd(name, new OpenApiExample { Value = Files[name].DeepClone() });
        body.Examples = new Dictionary<string, IOpenApiExample> { [name] = new OpenApiExampleReference(name, document) };
    }

    private static JsonNode Read(string name)
    {
        using var reader = new StreamReader(typeof(Examples).Assembly.GetManifestResourceStream(name)!);
        var text = reader.ReadToEnd();
        return name.EndsWith(".json", StringComparison.Ordinal) ? JsonNode.Parse(text)! : JsonValue.Create(text);
    }
}

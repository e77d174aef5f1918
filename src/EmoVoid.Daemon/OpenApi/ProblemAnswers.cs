using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>Says of each status what it means, and which members the answer has that is a problem.</summary>
internal static class ProblemAnswers
{
    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["400"] = "The request is wrong; errors names every problem, with the value found.",
        ["401"] = "No key came, or one that is not known.",
        ["403"] = "The key may only read, or the request comes from a page of another site.",
        ["404"] = "It is not there; detail says what is.",
        ["409"] = "The state of the run or folder does not allow it; detail, and state where there is one, say which it is.",
        ["206"] = "The ranges that were asked for.",
        ["304"] = "It is as the asker has it.",
        ["412"] = "It is not as the asker says that it must be (If-Match, If-Unmodified-Since).",
        ["413"] = "Too large; detail says what the limit is.",
        ["415"] = "The body's Content-Type is not taken here; detail says which is.",
        ["416"] = "There is nothing in the range that was asked for.",
        ["422"] = "It was read and is not taken; problems names every reason.",
        ["429"] = "Too many wrong keys came from this address; Retry-After says for how many seconds.",
        ["503"] = "The daemon cannot do its work now; /api/v1/health says why.",
    };

    /// <summary>Whoever reads a body may find it malformed, or of another kind.</summary>
    private static readonly string[] OfBodies = ["400", "415"];

    private static readonly Dictionary<string, (JsonSchemaType Type, string About)> Members = new()
    {
        ["type"] = (JsonSchemaType.String, "An address that stands for the kind of problem: the section of RFC 9110 on this status."),
        ["title"] = (JsonSchemaType.String, "The kind of problem in a few words."),
        ["status"] = (JsonSchemaType.Integer, "The status of the answer."),
        ["detail"] = (JsonSchemaType.String, "What is wrong, and the way out."),
        ["instance"] = (JsonSchemaType.String, "The path that was asked for; where it is said."),
        ["errors"] = (JsonSchemaType.Array, "With 400: a problem each, with name (the parameter or member) and reason."),
        ["problems"] = (JsonSchemaType.Array, "With 422: a sentence each."),
        ["run"] = (JsonSchemaType.String, "With 409: the run's id."),
        ["state"] = (JsonSchemaType.String, "With 409: the state that does not allow it."),
        ["trace_id"] = (JsonSchemaType.String, "Of this request."),
    };

    public static Task Apply(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        foreach (var operation in operations.Where(operation => operation.RequestBody is not null))
            foreach (var status in OfBodies)
                operation.Responses!.TryAdd(status, Problem(document));
        foreach (var response in operations.SelectMany(operation => operation.Responses!))
            if (Meanings.TryGetValue(response.Key, out var meaning))
                response.Value.Description = meaning;
        var problem = (OpenApiSchema)document.Components!.Schemas!["ProblemDetails"];
        problem.Description = "A problem, by RFC 9457.";
        problem.Properties = Members.ToDictionary(member => member.Key, IOpenApiSchema (member) => Describe(member.Key, member.Value.Type, member.Value.About));
        return Task.CompletedTask;
    }

    private static OpenApiResponse Problem(Microsoft.OpenApi.OpenApiDocument document) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("ProblemDetails", document) } },
    };

    private static OpenApiSchema Describe(string name, JsonSchemaType type, string about) => new()
    {
        Type = type,
        Description = about,
        Items = name switch
        {
            "errors" => new OpenApiSchema { Type = JsonSchemaType.Object, Properties = Texts("name", "reason") },
            "problems" => new OpenApiSchema { Type = JsonSchemaType.String },
            _ => null,
        },
    };

    private static Dictionary<string, IOpenApiSchema> Texts(params string[] names) =>
        names.ToDictionary(name => name, IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String });
}

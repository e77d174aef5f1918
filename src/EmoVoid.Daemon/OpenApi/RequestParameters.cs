using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>
/// FastEndpoints binds a GET's request record from the route and the query; the generator, which cannot know that, describes a body.
/// Here each of its properties becomes the parameter that it is.
/// </summary>
internal static class RequestParameters
{
    public static Task Apply(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var requests = new HashSet<string>();
        foreach (var (route, path) in document.Paths)
            if (path.Operations?.GetValueOrDefault(HttpMethod.Get) is { RequestBody: { } body } operation)
            {
                var request = (OpenApiSchemaReference)body.Content!.Values.First().Schema!;
                operation.Parameters = [.. ParametersOf(route, document.Components!.Schemas![request.Reference.Id!])];
                operation.RequestBody = null;
                requests.Add(request.Reference.Id!);
            }
        foreach (var request in requests)
            document.Components!.Schemas!.Remove(request);
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> ParametersOf(string route, IOpenApiSchema request)
    {
        foreach (var (name, schema) in request.Properties!)
        {
            var inRoute = route.Contains($"{{{name}}}", StringComparison.Ordinal);
            yield return new OpenApiParameter
            {
                Name = name,
                In = inRoute ? ParameterLocation.Path : ParameterLocation.Query,
                Required = inRoute,
                Description = Description(schema),
                Schema = schema,
            };
        }
    }

    // An enum that may be left out is described inside its oneOf.
    private static string? Description(IOpenApiSchema schema) => schema.Description ?? schema.OneOf?.Select(one => one.Description).FirstOrDefault(text => text is not null);
}

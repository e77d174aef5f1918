using System.Reflection;
using FastEndpoints;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>
/// FastEndpoints binds a request record from the route, the query and the body; the generator, which cannot know that, describes all of it as a
/// body. Here each property that comes from elsewhere becomes the parameter that it is, and a body of which nothing is left is none.
/// </summary>
internal static class RequestParameters
{
    public static Task Apply(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var used = new HashSet<string>();
        foreach (var endpoint in context.DescriptionGroups.SelectMany(group => group.Items))
            if (OperationOf(document, endpoint) is { RequestBody.Content.Count: > 0 } operation)
                Apply(document, operation, endpoint, used);
        foreach (var request in used)
            document.Components!.Schemas!.Remove(request);
        return Task.CompletedTask;
    }

    private static OpenApiOperation? OperationOf(Microsoft.OpenApi.OpenApiDocument document, ApiDescription endpoint) =>
        document.Paths.GetValueOrDefault(RouteOf(endpoint))?.Operations?.GetValueOrDefault(new HttpMethod(endpoint.HttpMethod!));

    private static string RouteOf(ApiDescription endpoint) => "/" + endpoint.RelativePath!.TrimStart('/');

    /// <param name="used">Takes the names of schemas that are no bodies any more.</param>
    private static void Apply(Microsoft.OpenApi.OpenApiDocument document, OpenApiOperation operation, ApiDescription endpoint, HashSet<string> used)
    {
        if (RequestOf(endpoint) == typeof(EmptyRequest))
        {
            used.Add(nameof(EmptyRequest));
            var body = operation.RequestBody!.Content!.Keys.First();
            operation.RequestBody = IsFile(body) ? FileOf(body) : null; // read as it comes, it is in no record
            return;
        }

        var (type, content) = operation.RequestBody!.Content!.First();
        if (content.Schema is not OpenApiSchemaReference { Reference.Id: { } id } || document.Components!.Schemas![id] is not OpenApiSchema { Properties: { } properties } request)
            return;
        var elsewhere = properties.Where(property => PlaceOf(endpoint, property.Key) is not null).ToList();
        operation.Parameters = [.. elsewhere.Select(property => ParameterOf(PlaceOf(endpoint, property.Key)!.Value, property.Key, property.Value))];
        if (elsewhere.Count == properties.Count)
        {
            used.Add(id);
            operation.RequestBody = IsFile(type) ? FileOf(type) : null;
            return;
        }

        foreach (var (name, _) in elsewhere)
        {
            properties.Remove(name);
            request.Required?.Remove(name);
        }
    }

    /// <returns>Null for a member of the body.</returns>
    private static ParameterLocation? PlaceOf(ApiDescription endpoint, string name)
    {
        if (RouteOf(endpoint).Contains($"{{{name}}}", StringComparison.Ordinal))
            return ParameterLocation.Path;
        return endpoint.HttpMethod is "GET" or "DELETE" || QueryOf(endpoint).Contains(name) ? ParameterLocation.Query : null;
    }

    private static Type RequestOf(ApiDescription endpoint) => endpoint.ActionDescriptor.EndpointMetadata.OfType<EndpointDefinition>().First().ReqDtoType;

    private static IEnumerable<string> QueryOf(ApiDescription endpoint) => RequestOf(endpoint).GetProperties()
       .Where(property => property.GetCustomAttribute<QueryParamAttribute>() is not null)
        .Select(property => Features.Api.Json.PropertyNamingPolicy!.ConvertName(property.Name));

    private static OpenApiParameter ParameterOf(ParameterLocation place, string name, IOpenApiSchema schema) => new()
    {
        Name = name,
        In = place,
        Required = place == ParameterLocation.Path,
        Description = Description(schema),
        Schema = schema,
    };

    private static bool IsFile(string contentType) => contentType is not ("*/*" or "application/json");

    private static OpenApiRequestBody FileOf(string contentType) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { [contentType] = new() { Schema = SchemaOf(contentType) } },
    };

    private static OpenApiSchema SchemaOf(string contentType) =>
        new() { Type = JsonSchemaType.String, Format = contentType.StartsWith("text/", StringComparison.Ordinal) ? null : "binary" };

    // An enum that may be left out is described inside its oneOf.
    private static string? Description(IOpenApiSchema schema) => schema.Description ?? schema.OneOf?.Select(one => one.Description).FirstOrDefault(text => text is not null);
}

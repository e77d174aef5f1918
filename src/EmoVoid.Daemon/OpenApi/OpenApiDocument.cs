using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>; a test keeps <c>openapi/emovoid.v1.json</c> equal to it.</summary>
internal static class OpenApiDocument
{
    public static void AddOpenApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(Describe);
            options.AddDocumentTransformer(RequestParameters.Apply);
            options.AddOperationTransformer(AskForKey);
        });

    private static Task Describe(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new()
        {
            Title = "EmoVoid.Daemon",
            Version = "v1",
            Description = "Trains LoRAs of Anima with EmoVoid and recommends a checkpoint. Steps count from 1; times are ISO 8601 in UTC; errors are RFC 9457 problem details.",
            License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // The address is the caller's own knowledge, and would differ at every start.
        document.Servers?.Clear();
        document.Paths = Sorted(document.Paths);
        document.Components ??= new();
        document.Components.SecuritySchemes = SecuritySchemes.All;
        return Task.CompletedTask;
    }

    // The order of discovery is nobody's promise; a document that is compared needs one.
    private static OpenApiPaths Sorted(OpenApiPaths paths)
    {
        var sorted = new OpenApiPaths();
        foreach (var (route, path) in paths.OrderBy(path => path.Key, StringComparer.Ordinal))
            sorted.Add(route, path);
        return sorted;
    }

    private static Task AskForKey(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
            operation.Security = SecuritySchemes.AnyOf(context.Document);
        return Task.CompletedTask;
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EmoVoid.Daemon.OpenApi;

/// <summary>The document at <c>/openapi/v1.json</c>; a test keeps <c>openapi/emovoid.v1.json</c> equal to it.</summary>
internal static class OpenApiDocument
{
    /// <summary>The groups of routes, in the order in which a person meets them.</summary>
    private static readonly (string Name, string About)[] Nouns =
    [
        ("inbox", "Where folders of pictures come in."),
        ("runs", "A folder that was taken, its training, and what comes of it. `latest` stands for the newest run's id."),
        ("groups", "The runs that one folder became by its [sweep], compared."),
        ("recommendations", "Which checkpoint to take, and why."),
        ("queue", "What waits, and in which order."),
        ("schedule", "When there may be training in the next days."),
        ("gpu", "The graphics cards, and leaving them to others for a while."),
        ("events", "What happens, as it happens."),
        ("notifications", "Who is told of it, and whether it arrived."),
        ("models", "What can be trained on."),
        ("settings", "What may be changed while the daemon runs."),
        ("health", "Whether all is well."),
        ("page", "For people with a browser."),
    ];

    public static void AddOpenApiDocument(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(Describe);
            options.AddDocumentTransformer(RequestParameters.Apply);
            options.AddDocumentTransformer(ProblemAnswers.Apply);
            options.AddDocumentTransformer(Examples.Apply);
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
        document.Tags = Nouns.Select(noun => new OpenApiTag { Name = noun.Name, Description = noun.About }).ToHashSet();
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

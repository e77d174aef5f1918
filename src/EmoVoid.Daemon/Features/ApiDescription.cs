using FastEndpoints;
using Microsoft.AspNetCore.Http.Metadata;

namespace EmoVoid.Daemon.Features;

/// <summary>How an endpoint tells the OpenAPI document about itself.</summary>
internal static class ApiDescription
{
    /// <param name="noun">The group of routes it belongs to.</param>
    /// <param name="summary">A few words.</param>
    /// <param name="description">A sentence or two.</param>
    /// <param name="problems">Status codes of the problem details it may answer with, besides 401.</param>
    public static void Describe(this BaseEndpoint endpoint, string noun, string summary, string description, params int[] problems) =>
        endpoint.Definition.Description(route =>
        {
            route.WithTags(noun).WithSummary(summary).WithDescription(description);
            foreach (var status in problems)
                route.ProducesProblem(status);
            if (endpoint.Definition.AnonymousVerbs is null)
                route.ProducesProblem(StatusCodes.Status401Unauthorized);
        });

    /// <summary>Of an endpoint that is asked by its address alone, whatever its method.</summary>
    /// <inheritdoc cref="Describe"/>
    public static void DescribeWithoutBody(this BaseEndpoint endpoint, string noun, string summary, string description, params int[] problems)
    {
        endpoint.Describe(noun, summary, description, problems);
        endpoint.Definition.Description(route => route.WithMetadata(new AcceptsMetadata(["*/*"], endpoint.Definition.ReqDtoType, isOptional: true)));
    }
}

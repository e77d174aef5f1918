using FastEndpoints;
using Microsoft.AspNetCore.Http.Metadata;

namespace EmoVoid.Daemon.Features;

/// <summary>How an endpoint tells the OpenAPI document about itself.</summary>
internal static class ApiDescription
{
    /// <param name="noun">The group of routes it belongs to.</param>
    /// <param name="summary">A few words.</param>
    /// <param name="description">A sentence or two.</param>
    /// <param name="problems">Status codes of the problem details it may answer with, besides those of a key that is missing, wrong or too weak.</param>
    public static void Describe(this BaseEndpoint endpoint, string noun, string summary, string description, params int[] problems) =>
        endpoint.Definition.Description(route =>
        {
            route.WithTags(noun).WithSummary(summary).WithDescription(description);
            foreach (var status in problems)
                route.ProducesProblem(status);
            if (endpoint.Definition.AnonymousVerbs is null)
                foreach (var status in ProblemsOfKeys(endpoint.Definition))
                    route.ProducesProblem(status);
        });

    /// <summary>Of an endpoint that is asked by its address alone, whatever its method.</summary>
    /// <inheritdoc cref="Describe"/>
    public static void DescribeWithoutBody(this BaseEndpoint endpoint, string noun, string summary, string description, params int[] problems)
    {
        endpoint.Describe(noun, summary, description, problems);
        endpoint.Definition.Description(route => route.WithMetadata(new AcceptsMetadata(["*/*"], endpoint.Definition.ReqDtoType, isOptional: true)));
    }

    private static IEnumerable<int> ProblemsOfKeys(EndpointDefinition endpoint)
    {
        yield return StatusCodes.Status401Unauthorized;
        if (endpoint.Verbs.Any(verb => !HttpMethods.IsGet(verb) && !HttpMethods.IsHead(verb)))
            yield return StatusCodes.Status403Forbidden;
        yield return StatusCodes.Status429TooManyRequests;
    }
}

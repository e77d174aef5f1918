using Microsoft.AspNetCore.Http.Metadata;

namespace EmoVoid.Daemon.Features;

/// <summary>A body of which nobody says what it is would be answered by an empty 415.</summary>
internal static class ContentTypes
{
    public static Task Require(HttpContext http, RequestDelegate next) =>
        http.Request.ContentType is null && http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: false, ContentTypes: var types } && !types.Contains("*/*")
            ? throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, $"The request has no Content-Type; send a body as {string.Join(" or ", types)}.")
            : next(http);
}

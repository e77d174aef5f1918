using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace EmoVoid.Daemon.Features;

/// <summary>A body of which nobody says what it is would be answered by an empty 415, and JSON in letters that nobody knows by a 500.</summary>
internal static class ContentTypes
{
    public static Task Require(HttpContext http, RequestDelegate next) =>
        http.Request.ContentType is null && http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { IsOptional: false, ContentTypes: var types } && !types.Contains("*/*")
            ? throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, $"The request has no Content-Type; send a body as {string.Join(" or ", types)}.")
            : UnknownCharset(http.Request) is { } charset
            ? throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, $"The charset '{charset}' of the body is not known here; send JSON in UTF-8.")
            : next(http);

    private static string? UnknownCharset(HttpRequest request) =>
        request.HasJsonContentType() && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type is { Charset.Length: > 0, Encoding: null } ? type.Charset.ToString() : null;
}

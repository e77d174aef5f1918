using FastEndpoints;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace EmoVoid.Daemon.Features;

/// <summary>
/// What a body says it is, before anybody reads it. One of which nobody says what it is would be answered by an empty 415, and JSON in letters
/// that nobody knows by a 500; a body for a route that takes none is left unread, whatever it is.
/// </summary>
internal static class ContentTypes
{
    public static Task Require(HttpContext http, RequestDelegate next)
    {
        // Where a body's kind fits no route there is an endpoint that says so, and it names the kind.
        if (http.GetEndpoint()?.Metadata is not { } endpoint || endpoint.GetMetadata<EndpointDefinition>() is null)
            return next(http);
        var accepts = endpoint.GetMetadata<IAcceptsMetadata>();
        if (accepts is null || accepts.ContentTypes.Contains("*/*"))
            http.Request.ContentType = null;
        else if (http.Request.ContentType is null && !accepts.IsOptional)
            throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, $"The request has no Content-Type; send a body as {string.Join(" or ", accepts.ContentTypes)}.");
        else if (UnknownCharset(http.Request) is { } charset)
            throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, $"The charset '{charset}' of the body is not known here; send JSON in UTF-8.");
        return next(http);
    }

    private static string? UnknownCharset(HttpRequest request) =>
        request.HasJsonContentType() && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type is { Charset.Length: > 0, Encoding: null } ? type.Charset.ToString() : null;
}

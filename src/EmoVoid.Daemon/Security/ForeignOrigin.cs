namespace EmoVoid.Daemon.Security;

/// <summary>
/// Turns away what a page of another site makes a browser send. Its script cannot read the answer, but without this its POST would be obeyed:
/// on loopback without a key, the browser is as good as its person.
/// </summary>
internal static class ForeignOrigin
{
    public static void UseForeignOriginRefusal(this WebApplication app) => app.Use((http, next) =>
        IsSafe(http.Request.Method) || !IsForeign(http.Request) ? next(http) : Refuse(http));

    /// <summary>Whether the verb only looks.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // Browsers write both headers themselves, and older ones only Origin; whoever sends neither is no browser.
    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        if (site.Length > 0)
            return site is not ("same-origin" or "none");
        return origin.Length > 0 && !IsOwn(origin, request.Host);
    }

    // By host and port alone: behind a proxy that speaks TLS the scheme differs.
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext http) => Results.Problem(
        statusCode: StatusCodes.Status403Forbidden,
        title: "Another site asks",
        detail: $"This {http.Request.Method} comes from a page of another origin ({Sender(http.Request)}), and nothing is changed for one. "
            + "Send it from a page of this address, or from a program that sets neither Origin nor Sec-Fetch-Site, as curl.").ExecuteAsync(http);

    private static string Sender(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin ? origin : $"Sec-Fetch-Site: {request.Headers["Sec-Fetch-Site"]}";
}

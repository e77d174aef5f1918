using EmoVoid.Daemon.Features.Page;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Docs;

/// <summary>The OpenAPI document as a page to read and to try: Scalar's, from the daemon's own files.</summary>
internal sealed class ShowDocs : EndpointWithoutRequest
{
    private static readonly EmbeddedPage Docs = new("docs.html");

    /// <summary>Nothing is fetched from elsewhere, whatever the script would like; it sets styles of its own while it runs.</summary>
    private static readonly string ContentPolicy =
        $"default-src 'none'; connect-src 'self'; img-src 'self' data: blob:; font-src data:; style-src 'unsafe-inline'; script-src 'self' {Docs.ScriptHash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public override void Configure()
    {
        Get("/docs");
        RoutePrefixOverride("");
        this.Describe("page", "Read the API", "A page for people (HTML) that shows this document and lets every request be tried. It works without a network. A daemon with keys asks for one here too: /docs?apikey=…");
        Description(route => route.Produces<string>(200, "text/html"));
    }

    public override Task HandleAsync(CancellationToken ct) => Docs.Send(HttpContext, ContentPolicy, ct);
}

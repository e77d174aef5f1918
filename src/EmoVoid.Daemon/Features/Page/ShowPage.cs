using FastEndpoints;

namespace EmoVoid.Daemon.Features.Page;

/// <summary>One page to look at: queue, running runs with their curves, results. It changes nothing.</summary>
internal sealed class ShowPage : EndpointWithoutRequest
{
    private static readonly EmbeddedPage Index = new("index.html");

    /// <summary>The browser runs the page's own script and styles, known by their hashes, and nothing else.</summary>
    private static readonly string ContentPolicy =
        $"default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src {Index.StyleHash}; script-src {Index.ScriptHash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public override void Configure()
    {
        Get("/");
        RoutePrefixOverride("");
        this.Describe("page", "Look", "A page for people (HTML) that shows queue, running runs and results, and follows them. A daemon with keys asks for one here too: /?apikey=…; for a picture of the page there is /?still, which does not follow.");
        Description(route => route.Produces<string>(200, "text/html"));
    }

    public override Task HandleAsync(CancellationToken ct) => Index.Send(HttpContext, ContentPolicy, ct);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Page;

/// <summary>One page to look at: queue, running runs with their curves, results. It changes nothing.</summary>
internal sealed partial class ShowPage : EndpointWithoutRequest
{
    private static readonly string Html = Read();

    /// <summary>The browser runs the page's own script and styles, known by their hashes, and nothing else.</summary>
    private static readonly string ContentPolicy =
        $"default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src {HashOf(Style())}; script-src {HashOf(Script())}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public override void Configure()
    {
        Get("/");
        RoutePrefixOverride("");
        this.Describe("page", "Look", "A page for people (HTML) that shows queue, running runs and results, and follows them. A daemon with keys asks for one here too: /?apikey=…; for a picture of the page there is /?still, which does not follow.");
        Description(route => route.Produces<string>(200, "text/html"));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        HttpContext.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        HttpContext.Response.Headers.CacheControl = "no-cache";
        return Send.StringAsync(Html, contentType: "text/html; charset=utf-8", cancellation: ct);
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(ShowPage).Assembly.GetManifestResourceStream("index.html")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string HashOf(Regex part) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(part.Match(Html).Groups[1].Value)))}'";

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}

using FastEndpoints;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace EmoVoid.Daemon.Features.Docs;

/// <summary>
/// The script of <c>/docs</c>, as it lies packed in Scalar's assembly. Scalar's own route would serve a page as well, whose scripts are asked for
/// without the key that the page came with.
/// </summary>
internal sealed class DocsScript : EndpointWithoutRequest
{
    private const string Packed = "ScalarStaticAssets.scalar.js";

    private static readonly EntityTagHeaderValue Tag = new($"\"{typeof(ScalarOptions).Assembly.GetName().Version}\"");

    public override void Configure()
    {
        Get("/docs/scalar.js");
        RoutePrefixOverride("");
        this.Describe("page", "The script of /docs", "Packed with gzip, which every browser unpacks.");
        Description(route => route.Produces<string>(200, "text/javascript").Produces(304).ProducesProblem(412));
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        HttpContext.Response.Headers.ContentEncoding = "gzip";
        HttpContext.Response.Headers.CacheControl = "private, max-age=86400";
        var script = typeof(ScalarOptions).Assembly.GetManifestResourceStream(Packed)!;
        return Send.ResultAsync(Results.Stream(script, "text/javascript; charset=utf-8", entityTag: Tag));
    }
}

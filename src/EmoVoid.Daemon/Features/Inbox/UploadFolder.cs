using EmoVoid.Core.Inbox.Uploads;
using FastEndpoints;
using Microsoft.AspNetCore.Http.Features;

namespace EmoVoid.Daemon.Features.Inbox;

/// <summary>Puts an uploaded archive into the inbox as a folder.</summary>
internal sealed class UploadFolder(ZipUploads uploads) : Endpoint<UploadRequest, UploadedView>
{
    public const string Zip = "application/zip";

    public override void Configure()
    {
        Post("/inbox/uploads");
        this.Describe(
            "inbox", "Upload a folder as a zip archive",
            "The archive is unpacked beside the inbox and comes into it whole, or not at all. A folder around everything is left away when the sidecar lies in it. "
            + "It settles there like any other; POST /runs takes it at once. Links, encrypted files, paths that lead elsewhere and archive bombs are refused, with every problem.", 400, 409, 413, 415, 422);
        Description(route => route.Accepts<UploadRequest>(Zip).Produces<UploadedView>(StatusCodes.Status202Accepted));
    }

    public override async Task HandleAsync(UploadRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.Name))
            AddError(r => r.Name!, "name is missing; it is the folder's name in the inbox, as /inbox/uploads?name=zenigata");
        ThrowIfAnyErrors();
        // The limit is the inbox's own, which says what it is.
        HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var folder = await uploads.TakeAsync(request.Name!, HttpContext.Request.Body, ct);
        await Send.ResponseAsync(new UploadedView(Path.GetFileName(folder), folder, $"/{Api.Prefix}/inbox"), StatusCodes.Status202Accepted, ct);
    }
}

internal sealed record UploadRequest
{
    /// <summary>The folder's name in the inbox.</summary>
    [QueryParam]
    public string? Name { get; init; }
}

/// <param name="Name">As POST /runs wants it.</param>
/// <param name="Path">Where it lies on the daemon's machine.</param>
/// <param name="Look">Where this API shows what waits in the inbox.</param>
internal sealed record UploadedView(string Name, string Path, string Look);

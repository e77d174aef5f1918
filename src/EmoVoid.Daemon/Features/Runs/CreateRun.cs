using System.Text.Json.Serialization;
using EmoVoid.Core.Inbox;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Takes a folder out of the inbox now.</summary>
internal sealed class CreateRun(InboxCounter inbox) : Endpoint<CreateRunRequest, CreatedRunView>
{
    public override void Configure()
    {
        Post("/runs");
        this.Describe(
            "runs", "Take a folder now",
            "Checks a folder that lies in the inbox without waiting for it to settle, and makes it a run, or a group of runs by its [sweep]. 202: queued, with where to look. 422: rejected, with every problem; "
            + "the folder lies in failed/ as it came. 409: it is still being written, and stays.", 400, 404, 409, 422, 503);
        Description(route => route.Produces<CreatedRunView>(StatusCodes.Status202Accepted));
    }

    public override async Task HandleAsync(CreateRunRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.Folder))
            AddError(r => r.Folder!, "folder is missing; it is the name of a folder in the inbox");
        ThrowIfAnyErrors();
        var run = await Take(request.Folder!, ct);
        var look = $"/{Api.Prefix}/{(run.GroupId is null ? "runs" : "groups")}/{Uri.EscapeDataString(run.GroupId ?? run.Id)}";
        HttpContext.Response.Headers.Location = look;
        await Send.ResponseAsync(new CreatedRunView(run.Id, run.GroupId, look), StatusCodes.Status202Accepted, ct);
    }

    private async Task<Core.Runs.Run> Take(string folder, CancellationToken cancel)
    {
        try
        {
            var taken = await inbox.TakeAsync(folder, cancel)
                ?? throw new RefusedException(StatusCodes.Status409Conflict, $"The folder '{folder}' changed while it was checked. Ask again when all of it is there.");
            return taken.Run ?? throw Rejected(folder, taken.Rejection!);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new NotThereException(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(StatusCodes.Status409Conflict, $"The folder '{folder}' cannot be taken and lies where it lay: {e.Message}");
        }
    }

    private static RefusedException Rejected(string folder, Rejection rejection) => new(
        StatusCodes.Status422UnprocessableEntity, $"The folder '{folder}' was rejected: {string.Join(" ", rejection.Problems)}",
        new() { ["problems"] = rejection.Problems, ["notes"] = rejection.Notes, ["folder"] = rejection.Folder });
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateRunRequest
{
    /// <summary>The name of a folder in the inbox, without a path.</summary>
    public string? Folder { get; init; }
}

/// <param name="Run">The run's id; of a group, the first run's.</param>
/// <param name="Group">The id of the group of runs that the folder became by its [sweep]; null when it is one run.</param>
/// <param name="Look">Where this API shows it.</param>
internal sealed record CreatedRunView(string Run, string? Group, string Look);

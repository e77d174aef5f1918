using EmoVoid.Core.Groups;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>The average losses of a group's runs in one picture.</summary>
internal sealed class GetGroupPlot(GroupStore groups, GroupReports reports, GroupPlotter plotter) : Endpoint<GroupRequest>
{
    public override void Configure()
    {
        Get("/groups/{id}/plot.png");
        this.Describe("groups", "Look at a group's plot", "The average loss of every run of it, of what is recorded by now; the run to take is the thick one. 404 when none has taken a step.", 404);
        Description(route => route.Produces<byte[]>(200, "image/png"));
    }

    public override async Task HandleAsync(GroupRequest request, CancellationToken ct)
    {
        var picture = plotter.Draw(reports.Of(groups.Get(request.Id))) ?? throw new NotThereException($"No run of group '{request.Id}' has taken a step, so there is nothing to plot.");
        HttpContext.Response.Headers.CacheControl = "no-store"; // the next step makes it an old one
        await Send.ResultAsync(Results.Bytes(picture, "image/png"));
    }
}

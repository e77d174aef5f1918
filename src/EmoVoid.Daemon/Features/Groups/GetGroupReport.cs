using EmoVoid.Core.Groups;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>The comparison for people.</summary>
internal sealed class GetGroupReport(GroupStore groups, GroupReports reports) : Endpoint<GroupRequest>
{
    public override void Configure()
    {
        Get("/groups/{id}/report");
        this.Describe("groups", "Read a group's report", "The comparison of its runs as Markdown, of what is known by now; when all are over, what report.md in its output says.", 404);
        Description(route => route.Produces<string>(200, "text/markdown"));
    }

    public override Task HandleAsync(GroupRequest request, CancellationToken ct) =>
        Send.StringAsync(GroupReportText.Write(reports.Of(groups.Get(request.Id))), contentType: "text/markdown; charset=utf-8", cancellation: ct);
}

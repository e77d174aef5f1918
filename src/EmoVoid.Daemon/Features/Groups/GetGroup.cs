using EmoVoid.Core.Groups;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>One group with its runs beside each other.</summary>
internal sealed class GetGroup(GroupStore groups, GroupViews views) : Endpoint<GroupRequest, GroupView>
{
    public override void Configure()
    {
        Get("/groups/{id}");
        this.Describe(
            "groups", "One group",
            "With its runs, their values and states, and which run and checkpoint to take, as far as that can be said by now. GET /runs?group= has all that is known of its runs.", 404);
    }

    public override Task<GroupView> ExecuteAsync(GroupRequest request, CancellationToken ct) => Task.FromResult(views.Of(groups.Get(request.Id)));
}

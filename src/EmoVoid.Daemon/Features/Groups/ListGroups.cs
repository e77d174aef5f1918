using EmoVoid.Core.Groups;
using EmoVoid.Daemon.Features.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Groups;

/// <summary>All groups of runs.</summary>
internal sealed class ListGroups(GroupStore groups, GroupViews views) : Endpoint<ListGroupsRequest, Page<GroupView>>
{
    public const int LongestPage = 500;

    public override void Configure()
    {
        Get("/groups");
        this.Describe("groups", "All groups", "The groups of runs that folders became by their [sweep], in pages, the newest first; without their comparisons.", 400);
    }

    public override Task<Page<GroupView>> ExecuteAsync(ListGroupsRequest request, CancellationToken ct)
    {
        if (request.Limit is < 1 or > LongestPage)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {LongestPage}");
        if (request.Offset < 0)
            AddError(r => r.Offset, $"offset is {request.Offset}; it starts at 0");
        ThrowIfAnyErrors();
        return Task.FromResult(new Page<GroupView>(views.Of(groups.List(request.Limit, request.Offset)), groups.Count(), request.Limit, request.Offset));
    }
}

internal sealed record ListGroupsRequest
{
    /// <summary>How many at most, 1 to 500; 100 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 100;

    /// <summary>How many of the first to leave out.</summary>
    [QueryParam]
    public int Offset { get; init; }
}

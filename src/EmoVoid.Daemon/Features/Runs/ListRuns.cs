using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>All runs, the newest first.</summary>
internal sealed class ListRuns(RunStore runs, RunViews views) : Endpoint<ListRunsRequest, Page<RunView>>
{
    public const int LongestPage = 500;

    public override void Configure()
    {
        Get("/runs");
        this.Describe("runs", "All runs", "The newest first, in pages.", 400);
    }

    public override Task<Page<RunView>> ExecuteAsync(ListRunsRequest request, CancellationToken ct)
    {
        if (request.Limit is < 1 or > LongestPage)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {LongestPage}");
        if (request.Offset < 0)
            AddError(r => r.Offset, $"offset is {request.Offset}; it starts at 0");
        ThrowIfAnyErrors();
        var page = runs.List(request.State, request.Limit, request.Offset).Select(views.Of).ToList();
        return Task.FromResult(new Page<RunView>(page, runs.Count(request.State), request.Limit, request.Offset));
    }
}

internal sealed record ListRunsRequest
{
    /// <summary>Only runs in this state; without it, all.</summary>
    [QueryParam]
    public RunState? State { get; init; }

    /// <summary>How many at most, 1 to 500; 100 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 100;

    /// <summary>How many of the newest to leave out.</summary>
    [QueryParam]
    public int Offset { get; init; }
}

/// <param name="Items">What was asked for.</param>
/// <param name="Total">How many there are in all pages.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Limit, int Offset);

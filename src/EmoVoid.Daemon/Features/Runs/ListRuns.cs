using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>All runs, or those that are asked for.</summary>
internal sealed class ListRuns(RunSearch runs, RunViews views) : Endpoint<ListRunsRequest, Page<RunView>>
{
    public const int LongestPage = 500;

    private static readonly Dictionary<string, RunState> States = Enum.GetValues<RunState>().ToDictionary(state => state.Word());

    public override void Configure()
    {
        Get("/runs");
        this.Describe("runs", "All runs", "In pages, the newest first unless another order is asked for. What several filters mean is meant by all of them.", 400);
    }

    public override Task<Page<RunView>> ExecuteAsync(ListRunsRequest request, CancellationToken ct)
    {
        var words = (request.State ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        foreach (var wrong in words.Where(word => !States.ContainsKey(word)))
            AddError(r => r.State!, $"state has '{wrong}'; the states are {string.Join(", ", States.Keys)}");
        if (request.Limit is < 1 or > LongestPage)
            AddError(r => r.Limit, $"limit is {request.Limit}; it goes from 1 to {LongestPage}");
        if (request.Offset < 0)
            AddError(r => r.Offset, $"offset is {request.Offset}; it starts at 0");
        ThrowIfAnyErrors();
        var filter = new RunFilter { States = words.ConvertAll(word => States[word]), Model = request.Model, Group = request.Group, Text = request.Q };
        var page = views.Of(runs.List(filter, request.Order, request.Limit, request.Offset));
        return Task.FromResult(new Page<RunView>(page, runs.Count(filter), request.Limit, request.Offset));
    }
}

internal sealed record ListRunsRequest
{
    /// <summary>Only runs in this state: queued, preparing, training, paused, completed, failed or cancelled. Several, with commas or named again, mean any of them; without it, all.</summary>
    [QueryParam]
    public string[]? State { get; init; }

    /// <summary>Only runs of this base model.</summary>
    [QueryParam]
    public string? Model { get; init; }

    /// <summary>Only runs of this group.</summary>
    [QueryParam]
    public string? Group { get; init; }

    /// <summary>Only runs with this text in their name, id or folder; upper and lower case are the same.</summary>
    [QueryParam]
    public string? Q { get; init; }

    /// <summary>newest (the default), oldest, name, ended, or queue: as they are trained.</summary>
    [QueryParam]
    public RunOrder Order { get; init; }

    /// <summary>How many at most, 1 to 500; 100 when not said.</summary>
    [QueryParam]
    public int Limit { get; init; } = 100;

    /// <summary>How many of the first to leave out.</summary>
    [QueryParam]
    public int Offset { get; init; }
}

/// <param name="Items">What was asked for.</param>
/// <param name="Total">How many there are in all pages.</param>
/// <param name="Limit">How many were asked for at most.</param>
/// <param name="Offset">How many were left out before these.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Limit, int Offset);

using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>The steps of a run.</summary>
internal sealed class ListMetrics(RunStore runs, MetricReader metrics) : Endpoint<ListMetricsRequest, MetricsView>
{
    private const int MostPoints = 10_000;

    public override void Configure()
    {
        Get("/runs/{id}/metrics");
        this.Describe(
            "runs", "Loss, pulse and light of every step",
            "In order of the steps. A program that follows a run asks again with since = the last step it has seen. With points, a long run comes as so many points at most: "
            + "the steps asked for are cut into stretches of equal length, and each stretch is one point with the means of its steps, and with their extremes in spread, so that a spike of one step is never lost.",
            400, 404);
    }

    public override Task<MetricsView> ExecuteAsync(ListMetricsRequest request, CancellationToken ct)
    {
        Check(request);
        ThrowIfAnyErrors();
        var run = runs.Get(request.Id);
        var window = new MetricWindow { Since = request.Since, Until = request.Until ?? int.MaxValue, Last = request.Last, Every = request.Every };
        return Task.FromResult(new MetricsView(run.Id, request.Points is { } points ? metrics.Points(run.Id, window, points) : metrics.Steps(run.Id, window)));
    }

    private void Check(ListMetricsRequest request)
    {
        if (request.Since < 0)
            AddError(r => r.Since, $"since is {request.Since}; it is a step, or 0 for all");
        if (request.Until < 1)
            AddError(r => r.Until!, $"until is {request.Until}; it is a step, from 1 on");
        if (request.Last < 1)
            AddError(r => r.Last!, $"last is {request.Last}; it is a number of steps, from 1 on");
        if (request.Every < 1)
            AddError(r => r.Every, $"every is {request.Every}; it starts at 1, which is every step");
        if (request.Points is < 1 or > MostPoints)
            AddError(r => r.Points!, $"points is {request.Points}; it goes from 1 to {MostPoints}");
        if (request is { Points: not null, Every: > 1 })
            AddError(r => r.Points!, "points and every are both named; every leaves steps out, points keeps what they show");
    }
}

internal sealed record ListMetricsRequest
{
    /// <summary>The run's id, or <c>latest</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Only steps after this one; 0, the default, for all.</summary>
    [QueryParam]
    public int Since { get; init; }

    /// <summary>Only steps up to this one; without it, to the last.</summary>
    [QueryParam]
    public int? Until { get; init; }

    /// <summary>Only so many of them, from the end; without it, all.</summary>
    [QueryParam]
    public int? Last { get; init; }

    /// <summary>Only steps that are a multiple of this, and the last one; 1, the default, for all.</summary>
    [QueryParam]
    public int Every { get; init; } = 1;

    /// <summary>At most so many points, 1 to 10000; without it, every step is one.</summary>
    [QueryParam]
    public int? Points { get; init; }
}

/// <param name="Run">The run's id.</param>
/// <param name="Items">By step.</param>
internal sealed record MetricsView(string Run, IReadOnlyList<CurvePoint> Items);

using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>The steps of a run.</summary>
internal sealed class ListMetrics(RunStore runs, MetricStore metrics) : Endpoint<ListMetricsRequest, MetricsView>
{
    public override void Configure()
    {
        Get("/runs/{id}/metrics");
        this.Describe(
            "runs", "Loss, pulse and light of every step",
            "In order of the steps. A program that follows a run asks again with since = the last step it has seen.", 400, 404);
    }

    public override Task<MetricsView> ExecuteAsync(ListMetricsRequest request, CancellationToken ct)
    {
        if (request.Since < 0)
            AddError(r => r.Since, $"since is {request.Since}; it is a step, or 0 for all");
        if (request.Every < 1)
            AddError(r => r.Every, $"every is {request.Every}; it starts at 1, which is every step");
        ThrowIfAnyErrors();
        var run = runs.Get(request.Id);
        var steps = metrics.List(run.Id, after: request.Since);
        return Task.FromResult(new MetricsView(run.Id, [.. steps.Where(metric => metric.Step % request.Every == 0 || metric == steps[^1])]));
    }
}

internal sealed record ListMetricsRequest
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>Only steps after this one; 0, the default, for all.</summary>
    [QueryParam]
    public int Since { get; init; }

    /// <summary>Only steps that are a multiple of this, and the last one; 1, the default, for all.</summary>
    [QueryParam]
    public int Every { get; init; } = 1;
}

/// <param name="Run">The run's id.</param>
/// <param name="Items">By step.</param>
internal sealed record MetricsView(string Run, IReadOnlyList<Metric> Items);

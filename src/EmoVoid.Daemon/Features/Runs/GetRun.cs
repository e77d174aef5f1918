using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>One run.</summary>
internal sealed class GetRun(RunStore runs, RunViews views) : Endpoint<RunRequest, RunView>
{
    public override void Configure()
    {
        Get("/runs/{id}");
        this.Describe("runs", "One run", "What is trained, how far it is, and where its files lie.", 404);
    }

    public override Task<RunView> ExecuteAsync(RunRequest request, CancellationToken ct) => Task.FromResult(views.Of(runs.Get(request.Id)));
}

internal sealed record RunRequest
{
    /// <summary>The run's id, as in its output folder's name; <c>latest</c> is the newest run.</summary>
    public required string Id { get; init; }
}

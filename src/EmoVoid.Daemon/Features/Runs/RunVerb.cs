using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Something that people may ask of a run, as <c>POST /runs/{id}/VERB</c> without a body. It answers with the run as it is then.</summary>
internal abstract class RunVerb(RunViews views) : Endpoint<RunRequest, RunView>
{
    protected abstract string Verb { get; }
    protected new abstract string Summary { get; }
    protected new abstract string Description { get; }

    public sealed override void Configure()
    {
        Post($"/runs/{{id}}/{Verb}");
        this.DescribeWithoutBody("runs", Summary, Description + " 409 when its state does not allow it, with the state.", 404, 409);
    }

    public sealed override async Task<RunView> ExecuteAsync(RunRequest request, CancellationToken ct) => views.Of(await DoAsync(request.Id));

    protected virtual Run Do(string id) => throw new NotSupportedException();

    /// <summary>For a deed that takes its time.</summary>
    protected virtual Task<Run> DoAsync(string id) => Task.FromResult(Do(id));
}

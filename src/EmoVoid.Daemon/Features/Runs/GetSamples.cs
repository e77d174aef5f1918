using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>The contact sheet of a run's sample pictures.</summary>
internal sealed class GetSamples(RunStore runs, RunOutput output) : Endpoint<RunRequest>
{
    public override void Configure()
    {
        Get("/runs/{id}/samples");
        this.Describe("runs", "Look at the sample pictures", "One contact sheet (PNG): the base beside the recommended candidates, a row for each prompt, all from the same noise. 404 says why there is none.", 404);
        Description(route => route.Produces<byte[]>(200, "image/png").Produces(304).ProducesProblem(412));
    }

    public override async Task HandleAsync(RunRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        var sheet = output.SamplesOf(run.Id);
        if (!File.Exists(sheet))
            throw new NotThereException(run.State == RunState.Completed
                ? $"Run '{run.Id}' has no sample pictures; when some were asked for, its notes say why."
                : $"Run '{run.Id}' is {run.State.Word()}; its sample pictures come when it is completed.");
        await Send.ResultAsync(Results.File(sheet, "image/png", lastModified: File.GetLastWriteTimeUtc(sheet)));
    }
}

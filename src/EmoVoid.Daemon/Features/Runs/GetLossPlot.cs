using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>How a run went, as a picture.</summary>
internal sealed class GetLossPlot(RunStore runs, LossPlotter plotter) : Endpoint<RunRequest>
{
    public override void Configure()
    {
        Get("/runs/{id}/loss.png");
        this.Describe("runs", "Look at the loss plot", "One picture (PNG) of a run that is over: its losses and their average, the stop loss, when the light was on, and the checkpoints with the recommended one named. 404 says why there is none.", 404);
        Description(route => route.Produces<byte[]>(200, "image/png"));
    }

    public override async Task HandleAsync(RunRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        var plot = plotter.Find(run.Id) ?? throw new NotThereException(run.State.IsOver()
            ? $"Run '{run.Id}' has no loss plot: it took no step, or its notes say why."
            : $"Run '{run.Id}' is {run.State.Word()}; its loss plot comes when it is over.");
        await Send.ResultAsync(Results.File(plot, "image/png", lastModified: File.GetLastWriteTimeUtc(plot)));
    }
}

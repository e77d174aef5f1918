using EmoVoid.Contracts.Events;
using EmoVoid.Core.Checkpoints.Validation;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>The LoRA files that a run saved.</summary>
internal sealed class ListCheckpoints(RunStore runs, CheckpointStore checkpoints, ValidationStore validations, CheckpointFiles files) : Endpoint<RunRequest, CheckpointsView>
{
    public override void Configure()
    {
        Get("/runs/{id}/checkpoints");
        this.Describe("runs", "The LoRA files of a run", "By step: at the interval, when the light turned on, and at the end.", 404);
    }

    public override Task<CheckpointsView> ExecuteAsync(RunRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        var validation = new RunValidation(validations.List(run.Id));
        var measured = validation.IsEmpty ? [] : validation.Checkpoints().ToDictionary(one => one.Step);
        return Task.FromResult(new CheckpointsView(
            run.Id, [.. checkpoints.List(run.Id).Select(checkpoint => View(run.Id, checkpoint, measured.GetValueOrDefault(checkpoint.Step)))]));
    }

    private CheckpointView View(string run, Checkpoint checkpoint, MeasuredCheckpoint? measured) => new(
        checkpoint.Step, checkpoint.File, files.Find(run, checkpoint), $"/{Api.Prefix}/runs/{run}/checkpoints/{checkpoint.Step}",
        checkpoint.Bytes, checkpoint.Sha256, checkpoint.Reason, checkpoint.SavedAt, measured?.HeldOut, measured?.Trained, measured?.Gap);
}

/// <param name="Run">The run's id.</param>
/// <param name="Items">By step.</param>
internal sealed record CheckpointsView(string Run, IReadOnlyList<CheckpointView> Items);

/// <param name="Step">The step after which it was saved.</param>
/// <param name="File">Its name in the run's folder.</param>
/// <param name="Path">Where the file lies on the daemon's machine; null when it has been taken away.</param>
/// <param name="Download">Where this API gives the file.</param>
/// <param name="Sha256">Of the whole file, lower-case hexadecimal.</param>
/// <param name="Reason">Why it was saved: the light turned on, the last step, the interval, or the daemon stopped.</param>
/// <param name="Bytes">Of the whole file.</param>
/// <param name="SavedAt">When it was written.</param>
/// <param name="HeldOutLoss">The mean loss of the held-out pictures; null when it was not measured, or none is held out.</param>
/// <param name="TrainedLoss">That of the trained pictures that are measured beside them; null when it was not measured.</param>
/// <param name="Gap">How much further the held-out loss is above the trained one than before the first step: what is memorized. Null when it is not known.</param>
internal sealed record CheckpointView(
    int Step, string File, string? Path, string Download, long Bytes, string Sha256, CheckpointReason Reason, DateTimeOffset SavedAt,
    double? HeldOutLoss, double? TrainedLoss, double? Gap);

using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>One LoRA file, whole or in ranges.</summary>
internal sealed class DownloadCheckpoint(RunStore runs, CheckpointStore checkpoints, CheckpointFiles files) : Endpoint<CheckpointRequest>
{
    public override void Configure()
    {
        Get("/runs/{id}/checkpoints/{step}");
        this.Describe("runs", "Download a LoRA", "The safetensors file saved at that step. Range requests are answered (206, 416 when there is nothing in the range); the ETag is the file's SHA-256, and If-None-Match with it is answered by 304.", 400, 404);
        Description(route => route.Produces<byte[]>(200, "application/octet-stream").Produces<byte[]>(206, "application/octet-stream").Produces(304).ProducesProblem(412).ProducesProblem(416));
    }

    public override async Task HandleAsync(CheckpointRequest request, CancellationToken ct)
    {
        var run = runs.Get(request.Id);
        var saved = checkpoints.List(run.Id);
        var checkpoint = saved.FirstOrDefault(one => one.Step == request.Step)
            ?? throw new NotThereException($"Run '{run.Id}' saved nothing at step {request.Step}; it saved at {Steps(saved)}.");
        var path = files.Find(run.Id, checkpoint) ?? throw new NotThereException($"{checkpoint.File} was saved, but its file is no longer there.");
        await Send.ResultAsync(Results.File(
            path, "application/octet-stream", $"{run.Id}-{checkpoint.File}",
            lastModified: checkpoint.SavedAt, entityTag: new($"\"{checkpoint.Sha256}\""), enableRangeProcessing: true));
    }

    private static string Steps(IReadOnlyList<Checkpoint> saved) => saved.Count == 0 ? "no step yet" : string.Join(", ", saved.Select(one => one.Step));
}

internal sealed record CheckpointRequest
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The step it was saved at.</summary>
    public required int Step { get; init; }
}

using System.Text.Json.Serialization;
using EmoVoid.Core.Runs;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Queue;

/// <summary>Gives a queued run another place.</summary>
internal sealed class MoveInQueue(QueueStore queue, QueueAnswer answer) : Endpoint<MoveInQueueRequest, QueueListView>
{
    public override void Configure()
    {
        Post("/queue/move");
        this.Describe("queue", "Move a run", "To a place among those that wait; it takes the priority of the run that was there. Answers with the queue.", 400, 404, 409);
    }

    public override Task<QueueListView> ExecuteAsync(MoveInQueueRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.Run))
            AddError(r => r.Run!, "run is missing; it is the id of a queued run");
        if (request.Position is not >= 1)
            AddError(r => r.Position!, request.Position is { } wrong ? $"position is {wrong}; it starts at 1, the next one" : "position is missing; 1 is the next one");
        ThrowIfAnyErrors();
        queue.Move(request.Run!, request.Position!.Value);
        return Task.FromResult(answer.Of());
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveInQueueRequest
{
    /// <summary>The id of a queued run.</summary>
    public string? Run { get; init; }

    /// <summary>From 1, the next one, on; beyond the end is the end.</summary>
    public int? Position { get; init; }
}

using System.Text.Json;
using EmoVoid.Core.Runs;

namespace EmoVoid.Daemon.Features.Events;

/// <summary>Something that happened to a run.</summary>
internal sealed record EventView
{
    /// <summary>Of the event, growing over all runs; null for what is not kept as one: steps, stages, changes.</summary>
    public required long? Id { get; init; }

    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>state, checkpoint, note and group are kept; steps, stage, change and deleted are told while they happen.</summary>
    public required string Kind { get; init; }

    /// <summary>For people; null where the data are all.</summary>
    public required string? Message { get; init; }

    /// <summary>For programs, by kind. state: from, to, transition, step. checkpoint: step, file, reason, bytes, sha256. group, told of the run to look at first when all runs of its group are over: group, step, states. steps: steps, as the metrics of a run give them. stage: stage, done, total.</summary>
    public required JsonElement? Data { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    public static EventView Of(RunEvent row) => new()
    {
        Id = row.Id,
        Run = row.RunId,
        Kind = row.Kind,
        Message = row.Message,
        Data = row.Data is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null,
        At = row.At,
    };
}

/// <param name="Items">Oldest first.</param>
/// <param name="LastEventId">Name it as after to go on from here; of the last item, or as it was asked.</param>
internal sealed record EventListView(IReadOnlyList<EventView> Items, string LastEventId);

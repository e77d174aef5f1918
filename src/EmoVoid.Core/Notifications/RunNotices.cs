using System.Text.Json;
using System.Text.Json.Nodes;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Notifications;

/// <summary>Makes a message of what happened to a run.</summary>
public sealed class RunNotices(RunStore runs, StateFolder folders, TimeProvider time)
{
    /// <returns>Null for what nobody is told, and for a run that was deleted meanwhile.</returns>
    /// <param name="isFirstLight">Whether no light of the run was told before.</param>
    public Notice? Of(RunEvent happened, Func<bool> isFirstLight)
    {
        if (KindOf(happened, isFirstLight) is not { } kind || runs.Find(happened.RunId) is not { } run)
            return null;
        if (kind == NoticeKind.GroupEnded)
            return OfGroup(happened, run);
        var isCompleted = kind == NoticeKind.Completed;
        return new Notice
        {
            Id = NewId(time),
            Event = kind,
            At = happened.At,
            Title = $"{run.Name} {Verb(kind)}",
            Message = isCompleted ? Why(run.Id) ?? happened.Message : happened.Message,
            Run = run,
            Recommendation = isCompleted ? Recommendation(run.Id) : null,
            RecommendedFile = isCompleted ? Path.Combine(folders.OutputOf(run.Id), RunOutput.Recommended) : null,
        };
    }

    private Notice OfGroup(RunEvent happened, Run run)
    {
        var data = JsonSerializer.Deserialize<GroupData>(happened.Data!, JsonSerializerOptions.Web)!;
        var isChosen = data.Step is not null;
        return new Notice
        {
            Id = NewId(time),
            Event = NoticeKind.GroupEnded,
            At = happened.At,
            Title = $"All {data.States.Values.Sum()} runs of {data.Group} are over",
            Message = happened.Message,
            Run = run,
            Recommendation = isChosen ? Recommendation(run.Id) : null,
            RecommendedFile = isChosen ? Path.Combine(folders.OutputOf(run.Id), RunOutput.Recommended) : null,
            Group = new EndedGroup(data.Group, data.Step, data.States, isChosen ? Path.Combine(folders.OutputOf(data.Group), RunOutput.Report) : null),
        };
    }

    /// <summary>An id that grows with time and that no other message has, not even one of a database that was put back from a backup.</summary>
    internal static string NewId(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private static string? KindOf(RunEvent happened, Func<bool> isFirstLight)
    {
        if (happened.Data is not { } json)
            return null;
        if (happened.Kind == RunEventRows.Group)
            return NoticeKind.GroupEnded;
        var data = JsonNode.Parse(json)!;
        if (happened.Kind == RunEventRows.Checkpoint)
            return (string?)data["reason"] == "light" && isFirstLight() ? NoticeKind.Light : null;
        return happened.Kind == RunEventRows.State ? KindOf((string?)data["from"], (string?)data["to"], (string?)data["transition"]) : null;
    }

    private static string? KindOf(string? from, string? to, string? transition) => to switch
    {
        "queued" when from is null || transition == RunTransition.Retry.Name => NoticeKind.Queued,
        "preparing" => NoticeKind.Started,
        "completed" => NoticeKind.Completed,
        "failed" => NoticeKind.Failed,
        "paused" => NoticeKind.Paused,
        "cancelled" => NoticeKind.Cancelled,
        _ => null,
    };

    private static string Verb(string kind) => kind switch
    {
        NoticeKind.Queued => "is queued",
        NoticeKind.Started => "is being trained",
        NoticeKind.Light => "has turned on the light",
        NoticeKind.Completed => "is completed",
        NoticeKind.Failed => "has failed",
        NoticeKind.Paused => "is paused",
        _ => "was cancelled",
    };

    private JsonElement? Recommendation(string run) => runs.Recommendation(run) is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null;

    private string? Why(string run) => Recommendation(run) is { } advice && advice.TryGetProperty("why", out var why) ? why.GetString() : null;

    private sealed record GroupData(string Group, int? Step, IReadOnlyDictionary<string, int> States);
}

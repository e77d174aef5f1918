using System.Text.Json.Serialization;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Runs;

/// <summary>Gives a run another place, priority, start time or hours.</summary>
internal sealed class ChangeRun(RunStore runs, RunCommands commands, QueueStore queue, RunViews views) : Endpoint<ChangeRunRequest, RunView>
{
    public override void Configure()
    {
        Patch("/runs/{id}");
        this.Describe(
            "runs", "Change when a run is trained",
            "Only what is named is changed. A place in the queue also gives the priority of the run that was there, so name one of both. 409 when the run is over, or has no place since it is not queued.", 400, 404, 409);
    }

    public override Task<RunView> ExecuteAsync(ChangeRunRequest request, CancellationToken ct)
    {
        Check(request);
        ThrowIfAnyErrors();
        if (request.Position is { } position)
            queue.Move(request.Id, position);
        if (request.NamesColumns)
            commands.Change(request.Id, ColumnsOf(request));
        return Task.FromResult(views.Of(runs.Get(request.Id)));
    }

    private void Check(ChangeRunRequest request)
    {
        if (request.Position is null && !request.NamesColumns)
            AddError("nothing is named; name position, priority, start_at or hours");
        if (request is { Position: not null, Priority: not null })
            AddError(r => r.Priority!, "position and priority are both named; a place gives its priority along");
        if (request.Position < 1)
            AddError(r => r.Position!, $"position is {request.Position}; it starts at 1, the next one");
        if (request.Hours is { } hours && HoursText.WhyNot(hours) is { } why)
            AddError(r => r.Hours!, why);
    }

    private static RunColumns ColumnsOf(ChangeRunRequest request)
    {
        var columns = new RunColumns();
        if (request.Priority is { } priority)
            columns.Priority(priority);
        if (request.NamesStartAt)
            columns.StartAt(request.StartAt);
        if (request.NamesHours)
            columns.Hours(request.Hours);
        return columns;
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChangeRunRequest
{
    /// <summary>The run's id, or <c>latest</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The higher is trained first; 0 unless somebody said otherwise.</summary>
    public int? Priority { get; init; }

    /// <summary>Its place among the queued runs, from 1, the next one, on; beyond the end is the end.</summary>
    public int? Position { get; init; }

    /// <summary>Not before this time; null takes it back.</summary>
    public DateTimeOffset? StartAt { get; init { field = value; NamesStartAt = true; } }

    /// <summary>Only within these hours, as <c>22:00-07:00</c> or <c>mon-fri 22:00-07:00; sat,sun 00:00-24:00</c>; null takes them back.</summary>
    public string? Hours { get; init { field = value; NamesHours = true; } }

    // What is named as null is not the same as what is not named.
    [JsonIgnore]
    internal bool NamesStartAt { get; private init; }

    [JsonIgnore]
    internal bool NamesHours { get; private init; }

    [JsonIgnore]
    internal bool NamesColumns => Priority is not null || NamesStartAt || NamesHours;
}

using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Hours;
using FastEndpoints;

namespace EmoVoid.Daemon.Features.Schedule;

/// <summary>When is trained in the next days.</summary>
internal sealed class GetSchedule(Timetable timetable, QueueStore queue, QueueView view) : Endpoint<GetScheduleRequest, ScheduleView>
{
    public const int MostDays = 60, DefaultDays = 7;

    public override void Configure()
    {
        Get("/schedule");
        this.Describe("schedule", "When is trained", "The daemon's training hours in the next days, and when each waiting run may start by the clock.", 400);
    }

    public override Task<ScheduleView> ExecuteAsync(GetScheduleRequest request, CancellationToken ct)
    {
        if (request.Days is < 1 or > MostDays)
            AddError(r => r.Days, $"days is {request.Days}; it goes from 1 to {MostDays}");
        ThrowIfAnyErrors();
        return Task.FromResult(ScheduleView.Of(timetable.Of(queue.Waiting(), request.Days), run => view.Of(run)?.Why));
    }
}

internal sealed record GetScheduleRequest
{
    /// <summary>How far ahead, 1 to 60; 7 when not said.</summary>
    [QueryParam]
    public int Days { get; init; } = GetSchedule.DefaultDays;
}

internal sealed record ScheduleView
{
    /// <summary>When this was asked.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The clock by which hours and start times are read.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The daemon's training hours as they were written; null: always.</summary>
    public required string? Hours { get; init; }

    /// <summary>When these are, from now on.</summary>
    public required IReadOnlyList<OpeningView> Openings { get; init; }

    /// <summary>The queued runs, the next one first.</summary>
    public required IReadOnlyList<WaitingRunView> Waiting { get; init; }

    /// <param name="why">What each run waits for; null when nobody knows.</param>
    public static ScheduleView Of(PlannedDays planned, Func<string, string?> why) => new()
    {
        Now = planned.Now,
        TimeZone = planned.TimeZone,
        Hours = planned.Hours,
        Openings = [.. planned.Openings.Select(opening => new OpeningView(opening.From, opening.Until))],
        Waiting = [.. planned.Waiting.Select(one => new WaitingRunView(one.Run.Id, one.Run.Hours, one.Run.StartAt, one.Run.Priority, one.MayStartAt, why(one.Run.Id)))],
    };
}

/// <param name="From">When training may begin.</param>
/// <param name="Until">Its end, or that of the days that were asked for.</param>
internal sealed record OpeningView(DateTimeOffset From, DateTimeOffset Until);

/// <param name="Run">Its id.</param>
/// <param name="Hours">Its own; null: whenever the daemon trains.</param>
/// <param name="StartAt">Before which its owner does not want it to start.</param>
/// <param name="Priority">The higher is trained first.</param>
/// <param name="MayStartAt">By the clock alone: the runs before it, and whatever else has the device, come on top. Null: not in the next two months.</param>
/// <param name="Why">What it waits for, as of the last look at the queue.</param>
internal sealed record WaitingRunView(string Run, string? Hours, DateTimeOffset? StartAt, int Priority, DateTimeOffset? MayStartAt, string? Why);

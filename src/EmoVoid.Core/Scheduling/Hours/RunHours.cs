using System.Collections.Concurrent;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Scheduling.Hours;

/// <summary>When a run may be trained by the clock alone: within the daemon's hours and its own, and not before its time.</summary>
public sealed class RunHours(IOptions<ScheduleOptions> options, ScheduleClock clock)
{
    /// <summary>With less time than this left, nothing is started: loading a model takes longer.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    /// <summary>How far ahead is looked, in steps: most openings are near, and one that is further away than the last is looked for again later.</summary>
    private static readonly TimeSpan[] Horizons = [TimeSpan.FromDays(2), TimeSpan.FromDays(16), TimeSpan.FromDays(62)];

    private readonly ConcurrentDictionary<string, HoursResult> _parsed = [];

    /// <summary>The daemon's hours as they were written; null: always.</summary>
    public string? OfDaemon => options.Value.Hours;

    /// <summary>Whether there are hours to keep for a run.</summary>
    /// <param name="own">The run's hours; null: none of its own.</param>
    public bool Restrict(string? own) => OfDaemon is not null || own is not null;

    /// <summary>Why a run's own hours cannot be read; none when they can.</summary>
    public IReadOnlyList<string> ProblemsOf(string? own) => own is null ? [] : Parsed(own).Problems;

    /// <summary>The openings as far as they lie in a time, in order. Hours that cannot be read are never open.</summary>
    public IReadOnlyList<Opening> Between(string? own, DateTimeOffset from, DateTimeOffset until)
    {
        IReadOnlyList<Opening> openings = [new Opening(from, until)];
        foreach (var hours in new[] { OfDaemon, own }.OfType<string>())
            openings = Openings.Intersect(openings, Parsed(hours).Hours?.Between(clock.Zone, from, until) ?? []);
        return openings;
    }

    /// <summary>The first opening with enough time in it, from now on; null when there is none in the next two months.</summary>
    /// <param name="least">How long it has to be at least.</param>
    /// <returns>Its end is null when it lies further away than that.</returns>
    public (DateTimeOffset From, DateTimeOffset? Until)? Next(string? own, DateTimeOffset now, TimeSpan least)
    {
        foreach (var horizon in Horizons)
        {
            var end = now + horizon;
            // One that the horizon cuts is looked at again from further away.
            if (Between(own, now, end).FirstOrDefault(one => one.Length >= least) is { } next && (next.Until < end || horizon == Horizons[^1]))
                return (next.From, next.Until < end ? next.Until : null);
        }

        return null;
    }

    /// <summary>The earliest instant at which a waiting run may start; null when there is none in the next two months.</summary>
    public DateTimeOffset? StartOf(Run run, DateTimeOffset now)
    {
        var earliest = new[] { now, run.StartAt ?? now, run.NotBefore ?? now }.Max();
        return Restrict(run.Hours) ? Next(run.Hours, earliest, Least)?.From : earliest;
    }

    private HoursResult Parsed(string hours) => _parsed.GetOrAdd(hours, HoursParser.Parse);
}

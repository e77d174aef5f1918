using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Runs;

/// <summary>Reads the steps of a run, one by one or as fewer points. Both are made by the database: only what is asked for comes into memory.</summary>
public sealed class MetricReader(Database database)
{
    private const string InWindow = "run_id = @run and step >= @First and step <= @LastStep";

    /// <summary>The steps of a window, in order.</summary>
    public IReadOnlyList<CurvePoint> Steps(string run, MetricWindow window)
    {
        using var connection = database.Open();
        return Bounds(connection, run, window) is { } bounds ? Steps(connection, run, bounds, window.Every) : [];
    }

    /// <summary>
    /// A window as at most so many points: it is cut into that many stretches of equal length, and each stretch that has steps becomes a point
    /// with their means and their extremes.
    /// </summary>
    public IReadOnlyList<CurvePoint> Points(string run, MetricWindow window, int points)
    {
        using var connection = database.Open();
        if (Bounds(connection, run, window) is not { } bounds)
            return [];
        if (bounds.Count <= points)
            return Steps(connection, run, bounds, every: 1);
        var stretches = connection.Query<Stretch>(
            $"""
            select max(step) as step, min(step) as from_step, count(*) as steps, avg(loss) as loss, min(loss) as loss_min, max(loss) as loss_max,
                   avg(pulse) as pulse, min(pulse) as pulse_min, max(pulse) as pulse_max, avg(stop_base) as stop_base, avg(medium_loss) as medium_loss,
                   sum(lit) as lit_steps, sum(seconds) as seconds
            from metrics where {InWindow} group by (step - @First) * @points / @width order by step
            """,
            new { run, bounds.First, bounds.LastStep, points = (long)points, width = (long)bounds.LastStep - bounds.First + 1 });
        return [.. stretches.Select(stretch => stretch.ToPoint())];
    }

    private static List<CurvePoint> Steps(SqliteConnection connection, string run, Extent bounds, int every) => connection.Query<CurvePoint>(
        $"""
        select step, loss, pulse, stop_base, medium_loss, lit, seconds from metrics
        where {InWindow} and (step % @every = 0 or step = @LastStep) order by step
        """,
        new { run, bounds.First, bounds.LastStep, every }).AsList();

    /// <returns>Null when there is no step in the window.</returns>
    private static Extent? Bounds(SqliteConnection connection, string run, MetricWindow window)
    {
        var asked = new { run, window.Since, window.Until, last = window.Last ?? -1 };
        var found = connection.QuerySingle<Extent>(
            """
            select min(step) as first, max(step) as last_step, count(*) as count from
                (select step from metrics where run_id = @run and step > @Since and step <= @Until order by step desc limit @last)
            """,
            asked);
        return found.Count == 0 ? null : found;
    }

    private sealed record Extent
    {
        public int First { get; init; }
        public int LastStep { get; init; }
        public int Count { get; init; }
    }

    private sealed record Stretch
    {
        public int Step { get; init; }
        public int FromStep { get; init; }
        public int Steps { get; init; }
        public double Loss { get; init; }
        public double LossMin { get; init; }
        public double LossMax { get; init; }
        public double Pulse { get; init; }
        public double PulseMin { get; init; }
        public double PulseMax { get; init; }
        public double StopBase { get; init; }
        public double MediumLoss { get; init; }
        public int LitSteps { get; init; }
        public double Seconds { get; init; }

        public CurvePoint ToPoint() => new()
        {
            Step = Step,
            Loss = Loss,
            Pulse = Pulse,
            StopBase = StopBase,
            MediumLoss = MediumLoss,
            Lit = LitSteps > 0,
            Seconds = Seconds,
            Spread = Steps == 1 ? null : new CurveSpread(FromStep, Steps, LossMin, LossMax, PulseMin, PulseMax, LitSteps),
        };
    }
}

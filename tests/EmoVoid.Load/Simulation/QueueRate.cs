using System.Diagnostics;
using System.Globalization;
using Dapper;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using EmoVoid.Load.Daemons;
using EmoVoid.Load.States;
using EmoVoid.Testing;

namespace EmoVoid.Load.Simulation;

/// <summary>How fast the queue goes through its runs, with so many that wait, and what is asked of the database meanwhile.</summary>
internal static class QueueRate
{
    private const string Look = "emovoid_queue_look_seconds ";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <returns>Runs a second.</returns>
    public static async Task<double> Measure(int waiting, TimeSpan length, Scoreboard board)
    {
        using var state = new TemporaryFolder();
        WaitingState.Make(state.Path, waiting);
        await using var daemon = await DaemonProcess.Start(state.Path, RunsADay.Settings);
        board.Tell("/ping after the start", $"measured {daemon.ToFirstPing.TotalSeconds:0.00} s");
        var database = new Database(new StateFolder(state.Path).Database);
        var (before, clock, processor) = (Counts.Of(database), Stopwatch.StartNew(), Consumption.ProcessorSecondsOf(daemon.Id));
        var (looks, lists, queues) = (new List<double>(), new List<double>(), new List<double>());
        while (clock.Elapsed < length && Counts.Of(database).Completed < waiting)
        {
            await Task.Delay(LookEvery, TimeProvider.System);
            lists.Add(await TimeOf(daemon, "/api/v1/runs?limit=20"));
            queues.Add(await TimeOf(daemon, "/api/v1/queue?limit=20"));
            if (await LastLook(daemon) is { } look)
                looks.Add(look);
        }

        var (done, seconds) = (Counts.Of(database) - before, clock.Elapsed.TotalSeconds);
        processor = Consumption.ProcessorSecondsOf(daemon.Id) - processor;
        board.Tell("a look at the queue", $"measured {Percentiles.Of(looks)}");
        board.Tell("the list of runs, and the queue", $"measured p50 {Percentiles.Of(lists).P50:0.0} and {Percentiles.Of(queues).P50:0.0} ms");
        board.Tell("rows that the queue wrote", $"measured {done.Steps / seconds:0} steps and {done.Events / seconds:0.0} events a second over {seconds:0} s");
        board.Tell("processor of the daemon", $"measured {processor / seconds:0.00} of a core, {processor / Math.Max(1, done.Completed) * 1000:0} ms a run; memory {Consumption.ResidentOf(daemon.Id) / 1e6:0} MB");
        return done.Completed / seconds;
    }

    private static async Task<double> TimeOf(DaemonProcess daemon, string route)
    {
        var clock = Stopwatch.StartNew();
        _ = await daemon.Http.GetByteArrayAsync(new Uri(route, UriKind.Relative));
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <returns>Milliseconds; null before the first.</returns>
    private static async Task<double?> LastLook(DaemonProcess daemon)
    {
        var text = await daemon.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').FirstOrDefault(line => line.StartsWith(Look, StringComparison.Ordinal)) is { } found
            ? double.Parse(found[Look.Length..], CultureInfo.InvariantCulture) * 1000
            : null;
    }

    private sealed record Counts(long Completed, long Steps, long Events)
    {
        public static Counts Of(Database database)
        {
            using var connection = database.Open();
            return new Counts(
                connection.ExecuteScalar<long>("select count(*) from runs where state = 'completed'"),
                connection.ExecuteScalar<long>("select count(*) from metrics"),
                connection.ExecuteScalar<long>("select coalesce(max(id), 0) from events"));
        }

        public static Counts operator -(Counts now, Counts before) => new(now.Completed - before.Completed, now.Steps - before.Steps, now.Events - before.Events);
    }
}

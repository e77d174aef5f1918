using Dapper;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Load.States;

/// <summary>
/// A state folder as years of use leave it. The schema and the first run are made by the daemon's own code; the others are copies of that one's
/// row, and the numbers in them come from their place and step: the same ones every time.
/// </summary>
internal static class RecordedState
{
    /// <summary>The run with a week of steps.</summary>
    public const string Week = "week";

    private const int Queued = 100;

    /// <summary>Makes the state, unless it is there already.</summary>
    /// <param name="runs">How many; of a hundred about 90 are completed, and 100 in all wait for a day far away.</param>
    /// <param name="rows">How many metric rows, with the week's.</param>
    public static void Make(string root, int runs, int rows, int week)
    {
        var folders = new StateFolder(root);
        folders.Prepare();
        var mark = Path.Combine(root, $"recorded-{runs}-{rows}-{week}");
        if (File.Exists(mark))
            return;
        var database = Migrated(folders);
        using (var connection = database.Open())
        {
            connection.Execute("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000; pragma temp_store = memory");
            Fill(connection, runs, (rows - week) / (runs - 1), week);
            connection.Execute("analyze; pragma journal_mode = wal");
        }

        SqliteConnection.ClearAllPools();
        foreach (var run in Completed(database))
            WriteOutput(folders, run);
        SqliteConnection.ClearAllPools();
        File.WriteAllText(mark, "");
    }

    /// <summary>A database with the first run, which is called <see cref="Week"/>.</summary>
    public static Database Migrated(StateFolder folders)
    {
        var database = new Database(folders.Database);
        new DatabaseMigrator(database, NullLogger<DatabaseMigrator>.Instance).Migrate();
        var settings = new TrainPlan { Rank = 16, Alpha = 16, Steps = 1000, StopLoss = 0.04, Resolution = 1024, Seed = 42, SaveEvery = 200 };
        new RunStore(database, folders, new RunFeed(), TimeProvider.System, NullLogger<RunStore>.Instance)
            .Create(new NewRun(Week, Week, "anima-nano", 50, settings, ["12 captions have no trigger word."]));
        return database;
    }

    private static void Fill(SqliteConnection connection, int runs, int steps, int week)
    {
        Numbers(connection, Math.Max(runs, Math.Max(steps, week)));
        Runs(connection, runs, steps, week);
        connection.Execute(
            """
            insert into metrics (run_id, step, loss, pulse, stop_base, medium_loss, lit, seconds)
            select runs.id, n, 0.03 + 0.1 / (1 + n / 150.0) + (n * 7919 + queue_order * 104729) % 1000 / 50000.0, 0.0001 + (n * 31 + queue_order) % 100 * 1e-6,
                   0.6 - 0.5 / (1 + n / 200.0), 0.035 + 0.1 / (1 + n / 150.0), n > 400 and n % 97 < 4, 1.0 + (n * 13 + queue_order) % 10 / 100.0
            from (select id, queue_order, step from runs order by id) runs cross join numbers where n <= runs.step;

            insert into checkpoints (run_id, step, file, bytes, sha256, reason, saved_at)
            select runs.id, n * (runs.step / 5), 'step-' || (n * (runs.step / 5)) || '.safetensors', 12345678, printf('%064d', queue_order * 5 + n), 'interval', created_at
            from (select * from runs where step >= 5 order by id) runs cross join numbers where n <= 5;

            insert into recommendations (run_id, json, made_at)
            select id, '{"candidates":[],"confidence":0,"why":"Step 800 lies best in the light."}', created_at from runs where state = 'completed' order by id;

            insert into notes (run_id, message, noted_at) select id, '12 captions have no trigger word.', created_at from runs where queue_order > 1 and queue_order % 3 = 0;

            insert into events (run_id, kind, message, data, at)
            select runs.id, 'state', 'state ' || n, '{"from":"queued","to":"preparing","transition":"start","step":0}', created_at
            from (select id, created_at from runs order by queue_order) runs cross join numbers where n <= 5;
            update notified set event = (select max(id) from events);
            """);
    }

    private static void Numbers(SqliteConnection connection, int last) => connection.Execute(
        "create temp table numbers (n integer primary key); with recursive c (n) as (select 1 union all select n + 1 from c where n < @last) insert into numbers select n from c",
        new { last });

    private static void Runs(SqliteConnection connection, int runs, int steps, int week) => connection.Execute(
        """
        insert into runs (id, queue_order, turn, name, folder, model, images, steps, stop_loss, settings, created_at, started_at, ended_at, device_asked, keep, state, step,
                          start_at, executor, place, trainer_version, torch_version, device, message)
        select words.word || '-' || printf('%05d', n), n, n, words.word || ' ' || n, words.word || '_' || n, model, images, @steps, stop_loss, settings,
               strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', '+' || n || ' minutes'), strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-02', '+' || n || ' minutes'),
               case when kind.state = 'queued' then null else strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-03', '+' || n || ' minutes') end, 'auto', 'all', kind.state,
               case when kind.state = 'queued' then 0 else @steps end, case when kind.state = 'queued' then '2099-01-01T00:00:00.000Z' end,
               'local', 'cpu', '0.1.0', '2.10.0', 'cpu', case when kind.state = 'failed' then 'The memory ran out.' end
        from numbers
        join (select 0 as k, 'zenigata' as word union all select 1, 'mochi' union all select 2, 'aurora' union all select 3, 'kitsune' union all select 4, 'harbour') words on words.k = n % 5
        join (select n as at, case when n > @runs - @queued then 'queued' when n % 20 = 0 then 'failed' when n % 33 = 0 then 'cancelled' else 'completed' end as state from numbers) kind
             on kind.at = n
        join runs first on first.id = 'week'
        where n between 2 and @runs;

        update runs set state = 'completed', steps = @week, step = @week, started_at = created_at, ended_at = created_at, executor = 'local', place = 'cpu',
                        trainer_version = '0.1.0', torch_version = '2.10.0', device = 'cpu' where id = 'week';
        """,
        new { runs, steps, week, queued = Math.Min(Queued, runs / 10) });

    private static List<string> Completed(Database database)
    {
        using var connection = database.Open();
        return connection.Query<string>("select id from runs where state = 'completed'").AsList();
    }

    private static void WriteOutput(StateFolder folders, string run)
    {
        var output = Directory.CreateDirectory(folders.OutputOf(run)).FullName;
        foreach (var file in new[] { "recommended.safetensors", "report.md", "plot.png", "trainer.log", "samples.png" })
            File.WriteAllText(Path.Combine(output, file), "as if\n");
    }
}

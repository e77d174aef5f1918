using Dapper;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Load.States;

/// <summary>A state folder with nothing but runs that wait, as if a day's folders had come at once: rows, plans, and the data sets of the first.</summary>
internal static class WaitingState
{
    /// <summary>More are not trained in the time that is given.</summary>
    private const int DataSets = 2000;

    public static void Make(string root, int runs)
    {
        var folders = new StateFolder(root);
        folders.Prepare();
        var database = RecordedState.Migrated(folders);
        using (var connection = database.Open())
        {
            connection.Execute("pragma synchronous = off");
            connection.Execute(
                """
                begin;
                with recursive c (n) as (select 2 union all select n + 1 from c where n < @runs)
                insert into runs (id, queue_order, turn, name, folder, model, images, steps, stop_loss, settings, created_at, device_asked, keep, state)
                select printf('run-%06d', n), n, n, 'run ' || n, 'run-' || n, model, 1, 100, stop_loss, settings, created_at, 'auto', 'all', 'queued'
                from c join runs first on first.id = 'week' where n <= @runs;
                commit;
                """,
                new { runs });
            foreach (var (run, place) in connection.Query<string>("select id from runs order by queue_order").Select((run, place) => (run, place)))
                WriteWork(folders, run, withDataset: place < DataSets);
        }

        SqliteConnection.ClearAllPools();
    }

    private static void WriteWork(StateFolder folders, string run, bool withDataset)
    {
        Directory.CreateDirectory(folders.WorkOf(run));
        new RunPlan
        {
            Run = run,
            Model = new ModelPlan("anima-nano", "dit", "text", "vae", "tokenizers"),
            Dataset = new DatasetPlan(folders.DatasetOf(run), [new CaptionedImage("a.png", "a picture")]),
            Train = new TrainPlan { Rank = 16, Alpha = 16, Steps = 100, StopLoss = 0.04, Resolution = 1024, Seed = 42, SaveEvery = 100 },
            CheckpointFolder = folders.CheckpointsOf(run),
            CacheFolder = folders.Cache,
        }.Write(folders.PlanOf(run));
        if (!withDataset)
            return;
        Directory.CreateDirectory(folders.DatasetOf(run));
        File.WriteAllText(Path.Combine(folders.DatasetOf(run), "a.png"), "as if");
        File.WriteAllText(Path.Combine(folders.DatasetOf(run), "a.txt"), "a picture");
    }
}

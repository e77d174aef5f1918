using System.Diagnostics;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Load.States;
using EmoVoid.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Load.Simulation;

/// <summary>What SQLite takes of the daemon's own reads and writes, one after another, with nobody else at the file.</summary>
internal static class StoreRates
{
    private const int Batch = 100;

    public static void Measure(TimeSpan length, Scoreboard board)
    {
        board.Heading("The database, by the daemon's own stores");
        using var folder = new TemporaryFolder();
        var folders = new StateFolder(folder.Path);
        folders.Prepare();
        var (database, feed) = (RecordedState.Migrated(folders), new RunFeed());
        var runs = new RunStore(database, folders, feed, TimeProvider.System, NullLogger<RunStore>.Instance);
        var (metrics, search) = (new MetricStore(database, feed), new RunSearch(database));
        var (step, turn, part) = (0, 0, length / 4);
        var moves = RateOf(part, () => runs.Move(RecordedState.Week, turn++ % 2 == 0 ? RunTransition.Hold : RunTransition.Resume));
        var appends = RateOf(part, () => metrics.Append(RecordedState.Week, [.. Enumerable.Range(1, Batch).Select(_ => new Stepped(++step, 0.05, 1e-4, 0.3, 0.05, false, 1))]));
        var finds = RateOf(part, () => runs.Get(RecordedState.Week));
        var pages = RateOf(part, () => search.List(new RunFilter(), limit: 20));
        board.Tell("writes: a change of a run's state, with its event", $"measured {moves:N0} a second");
        board.Tell($"writes: {Batch} steps at once", $"measured {appends:N0} a second, {appends * Batch:N0} steps");
        board.Tell("reads: a run", $"measured {finds:N0} a second");
        board.Tell("reads: a page of the list", $"measured {pages:N0} a second");
        SqliteConnection.ClearAllPools();
    }

    private static double RateOf(TimeSpan length, Action deed)
    {
        deed();
        var (clock, done) = (Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < length; done++)
            deed();
        return done / clock.Elapsed.TotalSeconds;
    }
}

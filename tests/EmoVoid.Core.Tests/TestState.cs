using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests;

/// <summary>A state folder with a real database, and a clock that stands at 2026-01-31 22:00:00.123 UTC until it is moved.</summary>
public sealed class TestState : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public TestState()
    {
        Folder = new StateFolder(temporary.Path);
        Folder.Prepare();
        Database = new Database(Folder.Database);
        new DatabaseMigrator(Database, NullLogger<DatabaseMigrator>.Instance).Migrate();
        Runs = new RunStore(Database, Folder, Clock, NullLogger<RunStore>.Instance);
        Metrics = new MetricStore(Database);
        Checkpoints = new CheckpointStore(Database, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 22, 0, 0, 123, TimeSpan.Zero));
    public StateFolder Folder { get; }
    public Database Database { get; }
    public RunStore Runs { get; }
    public MetricStore Metrics { get; }
    public CheckpointStore Checkpoints { get; }

    public static TrainPlan Settings { get; } =
        new() { Rank = 4, Alpha = 1.0, Steps = 1200, StopLoss = 0.04, Resolution = 512, Seed = 42, SaveEvery = 120 };

    public static NewRun NewRun(string name, params string[] notes) => new(name, name, "anima-nano", 20, Settings, notes);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        temporary.Dispose();
    }
}

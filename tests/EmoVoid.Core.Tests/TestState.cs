using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Groups;
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
        Runs = new RunStore(Database, Folder, Feed, Clock, NullLogger<RunStore>.Instance);
        Groups = new GroupStore(Database, Runs, Feed, Clock, NullLogger<GroupStore>.Instance);
        Queue = new QueueStore(Database, Feed);
        Metrics = new MetricStore(Database, Feed);
        Checkpoints = new CheckpointStore(Database, Feed, Clock);
        Validations = new ValidationStore(Database);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 22, 0, 0, 123, TimeSpan.Zero));
    public StateFolder Folder { get; }
    public Database Database { get; }
    public RunFeed Feed { get; } = new();
    public RunStore Runs { get; }
    public GroupStore Groups { get; }
    public QueueStore Queue { get; }
    public RunEventRows Events => new(Database);
    public MetricStore Metrics { get; }
    public CheckpointStore Checkpoints { get; }
    public ValidationStore Validations { get; }

    public static TrainPlan Settings { get; } =
        new() { Rank = 4, Alpha = 1.0, Steps = 1200, StopLoss = 0.04, Resolution = 512, Seed = 42, SaveEvery = 120 };

    public static NewRun NewRun(string name, params string[] notes) => new(name, name, "anima-nano", 20, Settings, notes);

    /// <summary>Of a run without sample pictures.</summary>
    public static RunPlan Plan(StateFolder folder, string run) => new()
    {
        Run = run,
        Model = new ModelPlan("anima-nano", "dit", "text", "vae", "tokenizers"),
        Dataset = new DatasetPlan(folder.DatasetOf(run), [new CaptionedImage("a.png", "a picture")]),
        Train = Settings,
        CheckpointFolder = folder.CheckpointsOf(run),
        CacheFolder = folder.Cache,
    };

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        temporary.Dispose();
    }
}

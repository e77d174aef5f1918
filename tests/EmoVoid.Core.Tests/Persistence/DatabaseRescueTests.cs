using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Persistence;

/// <summary>A database that is damaged costs at most a day, and is never thrown away.</summary>
public sealed class DatabaseRescueTests : IDisposable
{
    private readonly TestState _state = new();

    private DatabaseBackups Backups => new(_state.Folder, _state.Clock);

    private DatabaseRescue Rescue => new(_state.Folder, Backups, _state.Clock, NullLogger<DatabaseRescue>.Instance);

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_backup_is_a_whole_database_and_the_oldest_ones_go()
    {
        for (var day = 0; day < 5; day++)
        {
            _state.Runs.Create(TestState.NewRun("a"));
            Backups.Make(_state.Database, kept: 3);
            _state.Clock.Advance(TimeSpan.FromDays(1));
        }

        var kept = Backups.List();
        Assert.Equal([4, 3, 2], kept.Select(backup => backup.MadeAt.Day - 31 + (backup.MadeAt.Month == 2 ? 31 : 0)));
        Assert.Equal("emovoid-20260204T220000Z.db", Path.GetFileName(kept[0].Path));
        Assert.Equal([5, 4, 3], kept.Select(backup => CountRuns(backup.Path)));
        Assert.Empty(Directory.GetFiles(_state.Folder.Backups, "*.part"));
    }

    [Fact]
    public void A_whole_database_is_left_alone()
    {
        _state.Runs.Create(TestState.NewRun("a"));
        var rescue = Rescue;
        rescue.Run();
        Assert.Null(rescue.Done);
        Assert.Equal(1, _state.Runs.Count());
    }

    [Theory]
    [InlineData("a page is overwritten")]
    [InlineData("the end is missing")]
    [InlineData("it is something else")]
    public void A_damaged_database_is_set_aside_and_the_newest_whole_backup_takes_its_place(string damage)
    {
        _state.Runs.Create(TestState.NewRun("old", [.. Enumerable.Range(0, 500).Select(number => $"note {number}")]));
        Backups.Make(_state.Database);
        _state.Clock.Advance(TimeSpan.FromHours(1));
        File.WriteAllText(Path.Combine(_state.Folder.Backups, "emovoid-20260131T230000Z.db"), "a backup that is damaged itself");
        _state.Runs.Create(TestState.NewRun("new"));
        Damage(damage);
        var bytes = File.ReadAllBytes(_state.Folder.Database);

        var rescue = Rescue;
        rescue.Run();

        new DatabaseMigrator(_state.Database, NullLogger<DatabaseMigrator>.Instance).Migrate();
        Assert.Equal(["old"], _state.Runs.List().Select(run => run.Id));
        Assert.Equal(500, _state.Runs.Notes("old").Count);
        Assert.Equal(bytes, File.ReadAllBytes(Directory.GetFiles(_state.Folder.Root, "emovoid.db.damaged-*")[0]));
        Assert.Contains("The backup of 2026-01-31 22:00 UTC took its place", Assert.Single(rescue.Warnings()), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_backup_the_daemon_begins_anew_and_says_so()
    {
        _state.Runs.Create(TestState.NewRun("old"));
        Damage("it is something else");
        var rescue = Rescue;
        rescue.Run();
        Assert.Contains("There was no backup of it", rescue.Done, StringComparison.Ordinal);
        Assert.False(File.Exists(_state.Folder.Database));
    }

    [Fact]
    public void A_damaged_database_is_not_taken_for_a_backup()
    {
        _state.Runs.Create(TestState.NewRun("old", [.. Enumerable.Range(0, 500).Select(number => $"note {number}")]));
        Damage("a page is overwritten");
        Assert.ThrowsAny<Exception>(() => Backups.Make(_state.Database));
        Assert.Empty(Backups.List());
    }

    private void Damage(string how)
    {
        using (var connection = _state.Database.Open())
            connection.Execute("pragma wal_checkpoint(truncate)");
        SqliteConnection.ClearAllPools();
        using var file = File.Open(_state.Folder.Database, FileMode.Open);
        switch (how)
        {
            case "a page is overwritten":
                // Some page in the middle, and not its header alone.
                for (var page = 8; page < file.Length / 4096; page += 3)
                {
                    file.Position = page * 4096;
                    file.Write(Enumerable.Repeat((byte)0xa5, 2048).ToArray());
                }
                break;
            case "the end is missing":
                file.SetLength(file.Length / 2);
                break;
            case "it is something else":
                file.SetLength(0);
                file.Write("this is a shopping list, and a long one"u8);
                break;
        }
    }

    private static int CountRuns(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection.ExecuteScalar<int>("select count(*) from runs");
    }
}

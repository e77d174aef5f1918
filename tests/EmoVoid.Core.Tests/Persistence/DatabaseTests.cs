using Dapper;
using EmoVoid.Core.Persistence;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmoVoid.Core.Tests.Persistence;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_database_gets_every_table_and_writes_ahead()
    {
        var database = Migrated();
        using var connection = database.Open();
        var tables = connection.Query<string>("select name from sqlite_master where type = 'table'").ToList();
        Assert.Superset(new HashSet<string> { "runs", "metrics", "checkpoints", "recommendations", "notes" }, tables.ToHashSet());
        Assert.Equal("wal", connection.ExecuteScalar<string>("pragma journal_mode"));
        Assert.Equal(1, connection.ExecuteScalar<int>("pragma foreign_keys"));
        Assert.Equal(30000, connection.ExecuteScalar<int>("pragma busy_timeout"));
    }

    [Fact]
    public void Migrating_again_changes_nothing()
    {
        var database = Migrated();
        Migrate(database);
        using var connection = database.Open();
        Assert.Equal(["0001-runs.sql", "0002-trainers.sql"], connection.Query<string>("select ScriptName from SchemaVersions"));
    }

    [Fact]
    public void A_database_of_the_first_version_gets_the_new_columns_and_keeps_its_runs()
    {
        var database = Migrated();
        using (var connection = database.Open())
        {
            foreach (var column in new[] { "trainer_version", "torch_version", "device" })
                connection.Execute($"alter table runs drop column {column}");
            connection.Execute("delete from SchemaVersions where ScriptName = '0002-trainers.sql'");
            connection.Execute("insert into runs (id, queue_order, name, folder, state, model, images, steps, stop_loss, settings, created_at) values ('a', 1, 'A', 'a', 'completed', 'm', 1, 1, 0.04, '{}', '2026-01-31T22:00:00.000Z')");
        }

        Migrate(database);

        using var migrated = database.Open();
        Assert.Equal(("A", null), migrated.QuerySingle<(string, string?)>("select name, device from runs"));
    }

    [Fact]
    public void A_database_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        var database = Migrated();
        using (var connection = database.Open())
            connection.Execute("insert into SchemaVersions (ScriptName, Applied) values ('0099-dreams.sql', '2031-01-01')");

        var error = Assert.Throws<DatabaseException>(() => Migrate(database));

        Assert.Contains("was made by a newer EmoVoid.Daemon (it has 0099-dreams.sql, which this one does not know)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_its_name()
    {
        var path = folder.Write("emovoid.db", new string('x', 4096));
        var error = Assert.Throws<DatabaseException>(() => Migrate(new Database(path)));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("not a database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_writer_waits_for_the_one_before_it()
    {
        var database = Migrated();
        using (var connection = database.Open())
            connection.Execute("create table counter (n integer); insert into counter values (0)");

        // Read, then write: without the write lock from the start, two of these would lose a count or fail as busy.
        Parallel.For(0, 40, _ => database.Write(connection =>
        {
            var n = connection.ExecuteScalar<int>("select n from counter");
            connection.Execute("update counter set n = @next", new { next = n + 1 });
        }));

        using var reader = database.Open();
        Assert.Equal(40, reader.ExecuteScalar<int>("select n from counter"));
    }

    private Database Migrated()
    {
        var database = new Database(folder["emovoid.db"]);
        Migrate(database);
        return database;
    }

    private static void Migrate(Database database) => new DatabaseMigrator(database, NullLogger<DatabaseMigrator>.Instance).Migrate();
}

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
        Assert.Superset(new HashSet<string> { "runs", "metrics", "checkpoints", "recommendations", "notes", "api_keys" }, tables.ToHashSet());
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
        Assert.Equal(["0001-runs.sql", "0002-trainers.sql", "0003-lifecycle.sql", "0004-keys.sql", "0005-deliveries.sql", "0006-run-lists.sql", "0007-results.sql", "0008-groups.sql", "0009-validation.sql"], connection.Query<string>("select ScriptName from SchemaVersions"));
    }

    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, Scripts.Count - 1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public void A_database_of_every_earlier_version_gets_the_new_columns_and_keeps_all_it_has(int version)
    {
        var database = new Database(folder["emovoid.db"]);
        using (var connection = database.Open())
        {
            connection.Execute("create table SchemaVersions (SchemaVersionID integer constraint 'PK_SchemaVersions_SchemaVersionID' primary key autoincrement not null, ScriptName text not null, Applied datetime not null)");
            foreach (var script in Scripts.Take(version))
            {
                connection.Execute(TextOf(script));
                connection.Execute("insert into SchemaVersions (ScriptName, Applied) values (@script, '2026-01-01')", new { script });
            }

            connection.Execute(
                """
                insert into runs (id, queue_order, name, folder, state, model, images, steps, stop_loss, settings, created_at)
                values ('a', 7, 'A', 'a', 'completed', 'm', 1, 1, 0.04, '{}', '2026-01-31T22:00:00.000Z'), ('b', 8, 'B', 'b', 'training', 'm', 1, 1, 0.04, '{}', '2026-01-31T22:00:00.000Z');
                insert into metrics values ('a', 1, 0.5, 1e-4, 0.1, 0.5, 1, 2.0);
                insert into checkpoints values ('a', 1, 'one', 3, 'ff', 'light', '2026-01-31T22:00:00.000Z');
                insert into notes (run_id, message, noted_at) values ('a', 'read this', '2026-01-31T22:00:00.000Z');
                insert into recommendations values ('a', '{}', '2026-01-31T22:00:00.000Z');
                """);
        }

        Migrate(database);

        using var migrated = database.Open();
        Assert.Equal([("A", "completed", null), ("B", "training", null)], migrated.Query<(string, string, string?)>("select name, state, device from runs order by queue_order"));
        foreach (var table in new[] { "metrics", "checkpoints", "notes", "recommendations" })
            Assert.Equal(1, migrated.ExecuteScalar<int>($"select count(*) from {table}"));
        Assert.Equal("ok", migrated.ExecuteScalar<string>("pragma integrity_check"));
        Assert.Empty(migrated.Query("pragma foreign_key_check"));
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

    private static IReadOnlyList<string> Scripts { get; } =
        [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string TextOf(string script)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(script)!);
        return reader.ReadToEnd();
    }
}

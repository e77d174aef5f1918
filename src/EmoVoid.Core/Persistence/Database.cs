using Dapper;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Persistence;

/// <summary>The one place where connections to the daemon's SQLite file are made.</summary>
public sealed class Database(string path)
{
    static Database() => ColumnTypes.Register();

    public string Path { get; } = path;

    internal string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    /// <summary>An open connection from the pool: foreign keys are enforced, and a locked file is waited for, at most 30 seconds.</summary>
    /// <remarks>SQLite has no asynchronous calls, so neither do the stores: a call takes microseconds and says so.</remarks>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        // SQLite's own wait comes back within a millisecond; the driver's retry sleeps 150 ms at a time.
        connection.Execute("pragma busy_timeout = 30000");
        return connection;
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that has the write lock from its start, and commits when it returns.</summary>
    public T Write<T>(Func<SqliteConnection, T> work)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work(connection);
        transaction.Commit();
        return result;
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action<SqliteConnection> work) => Write(connection =>
    {
        work(connection);
        return true;
    });
}

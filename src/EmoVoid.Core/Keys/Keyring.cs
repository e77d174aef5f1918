using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Keys;

/// <summary>The keys as the database has them now, at the cost of one short question. Safe to use from several threads at once.</summary>
public sealed class Keyring(Database database, ILogger<Keyring> log) : IDisposable
{
    private readonly Lock gate = new();
    private SqliteConnection? connection;
    private SqliteCommand? question;
    private long seen;
    private IReadOnlyList<ApiKey>? known;

    /// <summary>The keys by name. The same list as long as they are the same.</summary>
    /// <exception cref="SqliteException">The database cannot be read, so nobody knows who may come in.</exception>
    public IReadOnlyList<ApiKey> Current()
    {
        lock (gate)
            try
            {
                return Read();
            }
            catch (SqliteException)
            {
                Close();
                throw;
            }
    }

    public void Dispose()
    {
        lock (gate)
            Close();
    }

    // data_version changes on this connection whenever another one, of any process, has committed; it says nothing about one's own writes.
    private IReadOnlyList<ApiKey> Read()
    {
        question ??= Prepare();
        var version = (long)question.ExecuteScalar()!;
        if (known is not null && version == seen)
            return known;
        var now = KeyStore.List(connection!);
        seen = version;
        return known is not null && AreSame(now, known) ? known : known = Told(now);
    }

    private SqliteCommand Prepare()
    {
        connection = database.Open();
        var command = connection.CreateCommand();
        command.CommandText = "pragma data_version";
        command.Prepare();
        return command;
    }

    // A new connection counts from another number, so what was read before it is read again.
    private void Close()
    {
        question?.Dispose();
        connection?.Dispose();
        (question, connection, known) = (null, null, null);
    }

    private IReadOnlyList<ApiKey> Told(IReadOnlyList<ApiKey> keys)
    {
        log.KeysKnown(keys.Count == 0 ? "none" : string.Join(", ", keys.Select(key => $"{key.Name} ({key.Scope.Word()})")));
        return keys;
    }

    private static bool AreSame(IReadOnlyList<ApiKey> one, IReadOnlyList<ApiKey> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => IsSame(pair.First, pair.Second));

    private static bool IsSame(ApiKey one, ApiKey other) => one.Name == other.Name && one.Scope == other.Scope && one.Sha256.AsSpan().SequenceEqual(other.Sha256);
}

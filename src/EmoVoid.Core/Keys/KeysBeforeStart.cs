using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Keys;

/// <summary>Looks for keys in a database that nobody has checked or migrated yet.</summary>
public static class KeysBeforeStart
{
    /// <summary>Whether there is a key. The file and its log stay as they are, and no connection is kept: the daemon's start may have to set them aside.</summary>
    /// <returns>False too where no database is, or one from before keys; null when it is damaged, and nobody knows.</returns>
    /// <exception cref="DatabaseException">It cannot be opened for another reason.</exception>
    public static bool? AnyIn(string database)
    {
        if (!File.Exists(database))
            return false;
        try
        {
            // Only reading: the last writer to close would take away the log, by which the check at start knows that there was no orderly end.
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            return KeyStore.HasTable(connection) && connection.ExecuteScalar<bool>("select exists (select 1 from api_keys)");
        }
        catch (SqliteException e)
        {
            return DatabaseCheck.IsDamage(e) ? null : throw new DatabaseException($"The database {database} cannot be opened: {e.Message}", e);
        }
    }
}

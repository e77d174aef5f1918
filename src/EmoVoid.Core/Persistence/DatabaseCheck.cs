using Dapper;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Persistence;

/// <summary>Asks SQLite whether a file is a whole database.</summary>
public static class DatabaseCheck
{
    private const int SqliteCorrupt = 11, SqliteNotADatabase = 26;

    /// <param name="thorough">Every index against its table too; else only pages and rows, which takes a tenth of the time.</param>
    /// <returns>What is wrong; null when it is whole, or not there.</returns>
    public static string? ProblemOf(string path, bool thorough)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
            connection.Open();
            var verdict = connection.ExecuteScalar<string>(thorough ? "pragma integrity_check(1)" : "pragma quick_check(1)");
            return verdict == "ok" ? null : verdict;
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            return e.Message;
        }
    }

    /// <summary>Whether SQLite found damage, rather than a lock, a full disk or a missing right.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;
}

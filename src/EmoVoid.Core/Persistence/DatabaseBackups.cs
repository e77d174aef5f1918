using System.Globalization;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Persistence;

/// <summary>Copies of the database, made by SQLite's online backup while the daemon works, named by their time: <c>backups/emovoid-20260131T220000Z.db</c>.</summary>
public sealed class DatabaseBackups(StateFolder state, TimeProvider time)
{
    public const int DefaultKept = 14;
    private const string Prefix = "emovoid-", Format = "yyyyMMdd'T'HHmmss'Z'", Extension = ".db";

    /// <summary>The newest first.</summary>
    public IReadOnlyList<DatabaseBackup> List() =>
        !Directory.Exists(state.Backups) ? [] :
        [
            .. Directory.EnumerateFiles(state.Backups, Prefix + "*" + Extension).Select(Read).OfType<DatabaseBackup>().OrderByDescending(backup => backup.MadeAt),
        ];

    /// <summary>Makes one more, whole or not at all, and takes the oldest away.</summary>
    /// <param name="kept">So many stay; at least 1.</param>
    /// <exception cref="DatabaseException">The database is damaged: a copy of it would be no backup.</exception>
    /// <exception cref="SqliteException">It cannot be read, or the copy not written.</exception>
    public DatabaseBackup Make(Database database, int kept = DefaultKept)
    {
        Directory.CreateDirectory(state.Backups);
        var made = time.GetUtcNow();
        var path = Path.Combine(state.Backups, Prefix + made.ToString(Format, CultureInfo.InvariantCulture) + Extension);
        var partial = path + ".part";
        File.Delete(partial);
        Copy(database.Path, partial);
        if (DatabaseCheck.ProblemOf(partial, thorough: true) is { } problem)
        {
            File.Delete(partial);
            throw new DatabaseException($"The database {database.Path} is damaged, and no backup was made of it: {problem}");
        }

        File.Move(partial, path, overwrite: true);
        foreach (var old in List().Skip(kept))
            File.Delete(old.Path);
        return new DatabaseBackup(path, made, new FileInfo(path).Length);
    }

    /// <summary>Puts a backup in the database's place. Nobody may have the database open.</summary>
    public static void Restore(string backup, string database)
    {
        var partial = database + ".restoring";
        Copy(backup, partial);
        foreach (var left in new[] { database + "-wal", database + "-shm" })
            File.Delete(left);
        File.Move(partial, database, overwrite: true);
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private static DatabaseBackup? Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path)[Prefix.Length..];
        return DateTimeOffset.TryParseExact(name, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made)
            ? new DatabaseBackup(path, made, new FileInfo(path).Length)
            : null;
    }
}

/// <param name="MadeAt">UTC.</param>
public sealed record DatabaseBackup(string Path, DateTimeOffset MadeAt, long Bytes);

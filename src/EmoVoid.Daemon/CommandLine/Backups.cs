using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Daemon.CommandLine;

/// <summary><c>emovoidd backup</c> and <c>emovoidd restore</c>.</summary>
internal static class Backups
{
    /// <summary>Makes a backup; a running daemon is not disturbed.</summary>
    public static int Make(string stateFolder)
    {
        var state = new StateFolder(stateFolder);
        if (!File.Exists(state.Database))
            throw new CannotStartException($"there is no database at {state.Database}", exitCode: 1);
        try
        {
            var backup = new DatabaseBackups(state, TimeProvider.System).Make(new Database(state.Database), kept: int.MaxValue);
            Console.WriteLine($"{backup.Path}  {backup.Bytes} bytes");
            return 0;
        }
        catch (Exception e) when (e is SqliteException or DatabaseException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"no backup was made: {e.Message}", exitCode: 1);
        }
    }

    public static int List(string stateFolder)
    {
        var backups = new DatabaseBackups(new StateFolder(stateFolder), TimeProvider.System).List();
        foreach (var backup in backups)
            Console.WriteLine(FormattableString.Invariant($"{backup.MadeAt:yyyy-MM-dd HH:mm:ss} UTC  {backup.Bytes,12} bytes  {backup.Path}"));
        if (backups.Count == 0)
            Console.WriteLine("There are no backups yet; the daemon makes one every night.");
        return 0;
    }

    /// <summary>Puts a backup in the place of the database, of which a copy stays. The daemon must not run.</summary>
    /// <param name="file">Null: the newest.</param>
    public static int Restore(string stateFolder, string? file)
    {
        var state = new StateFolder(stateFolder);
        var backups = new DatabaseBackups(state, TimeProvider.System);
        file ??= backups.List() is [var newest, ..] ? newest.Path : throw new CannotStartException($"there is no backup in {state.Backups}", exitCode: 1);
        if (!File.Exists(file))
            throw new CannotStartException($"there is no file {file}, or {Account.CurrentName} may not read it", exitCode: 1);
        if (DatabaseCheck.ProblemOf(file, thorough: true) is { } problem)
            throw new CannotStartException($"{file} is no whole database: {problem}", exitCode: 1);
        using (Held(state))
        {
            var aside = $"{state.Database}.before-restore";
            foreach (var part in new[] { "", "-wal", "-shm" })
                if (File.Exists(state.Database + part))
                    File.Move(state.Database + part, aside + part, overwrite: true);
            DatabaseBackups.Restore(file, state.Database);
            Console.WriteLine($"{state.Database} is {file} now. What was there before is {aside}. Keys are those of the backup: look at emovoidd keys list.");
            return 0;
        }
    }

    private static IDisposable Held(StateFolder state)
    {
        try
        {
            return state.Lock();
        }
        catch (StateFolderException e)
        {
            throw new CannotStartException(e.Message, exitCode: 1);
        }
    }
}

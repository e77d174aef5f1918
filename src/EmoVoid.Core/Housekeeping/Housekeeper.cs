using EmoVoid.Core.Health;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Housekeeping;

/// <summary>Once a day: a backup, and what nobody needs any more is taken away. Data sets are never among it.</summary>
internal sealed class Housekeeper(
    Database database, DatabaseBackups backups, RunStore runs, StateFolder folders, IOptions<HousekeepingOptions> options, TimeProvider time, ILogger<Housekeeper> log) : IHealthWarnings
{
    private string? _backupProblem;

    public IEnumerable<string> Warnings() => _backupProblem is null ? [] : [_backupProblem];

    public void Keep()
    {
        BackUp();
        EmptyRecycle();
        ClearWork();
        ShrinkCache();
    }

    private void BackUp()
    {
        try
        {
            var backup = backups.Make(database, options.Value.BackupsKept);
            _backupProblem = null;
            log.BackedUp(backup.Path, backup.Bytes);
        }
        catch (Exception e) when (e is SqliteException or DatabaseException or IOException or UnauthorizedAccessException)
        {
            _backupProblem = $"The last backup of the database could not be made: {e.Message}";
            log.BackupFailed(e);
        }
    }

    private void EmptyRecycle()
    {
        foreach (var bin in Directory.GetDirectories(folders.Recycle).Where(bin => IsOlder(Directory.GetLastWriteTimeUtc(bin), options.Value.RecycleDays)))
            TakeAway(bin);
    }

    // Only of runs that the database knows to be over: a folder without a row may be somebody's work.
    private void ClearWork()
    {
        foreach (var work in Directory.GetDirectories(folders.Work))
            if (runs.Find(Path.GetFileName(work)) is { State: RunState.Failed or RunState.Cancelled, EndedAt: { } ended } run
                && IsOlder(ended.UtcDateTime, options.Value.WorkDays) && !Directory.Exists(folders.DatasetOf(run.Id)))
                TakeAway(work);
    }

    // A latent is written once and read at every start of its run: what was not read for longest is needed least.
    private void ShrinkCache()
    {
        var files = new DirectoryInfo(folders.Cache).EnumerateFiles("*.safetensors", SearchOption.AllDirectories)
            .OrderByDescending(file => file.LastAccessTimeUtc > file.LastWriteTimeUtc ? file.LastAccessTimeUtc : file.LastWriteTimeUtc).ToList();
        var room = (long)(options.Value.CacheGigabytes * 1e9);
        foreach (var file in files)
            if ((room -= file.Length) < 0)
                file.Delete();
    }

    private bool IsOlder(DateTime utc, int days) => time.GetUtcNow() - utc > TimeSpan.FromDays(days);

    private void TakeAway(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            log.TakenAway(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotTakenAway(folder, e.Message);
        }
    }
}

using System.Globalization;
using EmoVoid.Core.Health;
using EmoVoid.Core.States;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Persistence;

/// <summary>At start, before anything reads it: a damaged database is set aside, and the newest backup that is whole takes its place.</summary>
/// <remarks>
/// Runs that are newer than the backup are found again by their folders: data sets come back to the inbox, results stay in the output.
/// </remarks>
public sealed class DatabaseRescue(StateFolder state, DatabaseBackups backups, TimeProvider time, ILogger<DatabaseRescue> log) : IHealthWarnings
{
    /// <summary>So many bytes are looked at in a fraction of a second.</summary>
    private const long Large = 50_000_000;

    /// <summary>What was done, in words; null when there was nothing to do.</summary>
    public string? Done { get; private set; }

    public IEnumerable<string> Warnings() => Done is null ? [] : [Done];

    public void Run()
    {
        if (Problem() is not { } problem)
            return;
        var aside = SetAside();
        var backup = backups.List().FirstOrDefault(backup => DatabaseCheck.ProblemOf(backup.Path, thorough: true) is null);
        if (backup is not null)
            DatabaseBackups.Restore(backup.Path, state.Database);
        Done = $"The database was damaged ({problem}) and is set aside as {aside}. " + (backup is null
            ? "There was no backup of it: the list of runs is empty, and what was queued is back in the inbox. Results in the output folder are untouched."
            : $"The backup of {backup.MadeAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC took its place; of what came later the list of runs knows nothing. Results in the output folder are untouched.") + " Keys are those of that time: look at emovoidd keys list.";
        log.DatabaseRescued(Done);
    }

    // A large file that was closed in order (SQLite then takes its log away) is left to the nightly backup, which looks at all of it.
    private string? Problem()
    {
        var isLarge = File.Exists(state.Database) && new FileInfo(state.Database).Length > Large;
        return isLarge && !File.Exists(state.Database + "-wal") ? null : DatabaseCheck.ProblemOf(state.Database, thorough: !isLarge);
    }

    private string SetAside()
    {
        var aside = $"{state.Database}.damaged-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        foreach (var part in new[] { "", "-wal", "-shm" })
            if (File.Exists(state.Database + part))
                File.Move(state.Database + part, aside + part, overwrite: true);
        return aside;
    }
}

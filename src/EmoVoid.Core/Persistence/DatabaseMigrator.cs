using Dapper;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Persistence;

/// <summary>Brings the database to this program's version: runs the numbered scripts of <c>Migrations/</c> that it has not run yet.</summary>
public sealed class DatabaseMigrator(Database database, ILogger<DatabaseMigrator> log)
{
    /// <exception cref="DatabaseException">The file is newer than this program, is not a database, or a script fails.</exception>
    public void Migrate()
    {
        try
        {
            using (var connection = database.Open())
                connection.Execute("pragma journal_mode = wal");
            Upgrade(Engine());
        }
        catch (SqliteException e)
        {
            throw new DatabaseException($"The database {database.Path} cannot be opened: {e.Message}", e);
        }
    }

    private void Upgrade(UpgradeEngine upgrade)
    {
        RefuseNewer(upgrade);
        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
            throw new DatabaseException($"The database {database.Path} could not be brought up to date: {result.ErrorScript?.Name}: {result.Error.Message}", result.Error);
        foreach (var script in result.Scripts)
            log.Migrated(script.Name);
    }

    // A script in the journal that this program does not have was run by a newer one, whose tables this one would misread.
    private void RefuseNewer(UpgradeEngine upgrade)
    {
        var known = upgrade.GetDiscoveredScripts().Select(script => script.Name);
        var unknown = upgrade.GetExecutedScripts().Except(known).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new DatabaseException(
                $"The database {database.Path} was made by a newer EmoVoid.Daemon (it has {string.Join(", ", unknown)}, which this one does not know). "
                + "Install that version again, or start this one with another state folder.");
    }

    private UpgradeEngine Engine() =>
        DeployChanges.To
            .SqliteDatabase(database.ConnectionString)
            .WithScripts(Scripts())
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();

    // Named by file alone: the journal outlives a renamed namespace.
    private static IEnumerable<SqlScript> Scripts()
    {
        var assembly = typeof(DatabaseMigrator).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            yield return SqlScript.FromStream(resource, assembly.GetManifestResourceStream(resource)!);
    }
}

using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EmoVoid.Core.Runs;

/// <summary>The numbers of one step, without an object of its own.</summary>
/// <param name="Step">Counted from 1.</param>
/// <param name="Loss">Mean squared error.</param>
/// <param name="Pulse">The learning rate EmoVoid made.</param>
/// <param name="MediumLoss">The average that the light compares with the stop loss.</param>
/// <param name="Lit">Whether the light was on after this step.</param>
public readonly record struct SeriesPoint(int Step, double Loss, double Pulse, double MediumLoss, bool Lit);

/// <summary>Goes through the steps of a run one by one: a week of them is never in memory at once.</summary>
public sealed class MetricSeries(Database database)
{
    private const string Select = "select step, loss, pulse, medium_loss, lit from metrics where run_id = @run and step <= @last order by step";

    /// <summary>The last step kept; 0 before the first.</summary>
    public int LastStep(string run)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>("select coalesce(max(step), 0) from metrics where run_id = @run", new { run });
    }

    /// <summary>How long the steps took, all of them together.</summary>
    public double Seconds(string run)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<double>("select total(seconds) from metrics where run_id = @run", new { run });
    }

    /// <summary>The run's steps up to <paramref name="last"/>, in order; read while they are asked for.</summary>
    /// <remarks>SQLite's own calls: the driver's reader takes several times as long for each of a million values.</remarks>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public IEnumerable<SeriesPoint> Read(string run, int last = int.MaxValue)
    {
        using var connection = database.Open();
        using var rows = Prepare(connection.Handle!, run, last);
        var row = new RowNumbers(rows);
        int result;
        while ((result = raw.sqlite3_step(rows)) == raw.SQLITE_ROW)
            yield return new SeriesPoint(row.Whole(0), row.Real(1), row.Real(2), row.Real(3), row.Whole(4) != 0);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }

    private static sqlite3_stmt Prepare(sqlite3 database, string run, int last)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, Select, out var rows), database);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_text(rows, 1, run), database);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int(rows, 2, last), database);
        return rows;
    }
}

using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Runs;

/// <summary>The steps of the runs.</summary>
public sealed class MetricStore(Database database, RunFeed feed)
{
    /// <summary>
    /// Keeps steps, all or none, and moves the run's current step to the last of them. A step that is there already is written over:
    /// a trainer that goes on from a saved state takes the steps after it once more.
    /// </summary>
    public void Append(string run, IReadOnlyList<Stepped> steps)
    {
        if (steps.Count == 0)
            return;
        database.Write(connection =>
        {
            connection.Execute(
                """
                insert into metrics (run_id, step, loss, pulse, stop_base, medium_loss, lit, seconds)
                values (@run, @Step, @Loss, @Pulse, @StopBase, @MediumLoss, @Lit, @Seconds)
                on conflict (run_id, step) do update set
                    loss = excluded.loss, pulse = excluded.pulse, stop_base = excluded.stop_base,
                    medium_loss = excluded.medium_loss, lit = excluded.lit, seconds = excluded.seconds
                """,
                steps.Select(s => new { run, s.Step, s.Loss, s.Pulse, s.StopBase, s.MediumLoss, s.Lit, s.Seconds }));
            connection.Execute("update runs set step = @step where id = @run", new { run, step = steps[^1].Step });
        });
        feed.Tell(new RunStepped(run, steps));
    }

    /// <summary>The run's steps after <paramref name="after"/>, in order.</summary>
    public IReadOnlyList<Metric> List(string run, int after = 0, int limit = int.MaxValue)
    {
        using var connection = database.Open();
        return connection.Query<Metric>(
            "select step, loss, pulse, stop_base, medium_loss, lit, seconds from metrics where run_id = @run and step > @after order by step limit @limit",
            new { run, after, limit }).AsList();
    }

    /// <summary>The last step kept; null before the first.</summary>
    public Metric? Last(string run)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<Metric>(
            "select step, loss, pulse, stop_base, medium_loss, lit, seconds from metrics where run_id = @run order by step desc limit 1", new { run });
    }
}

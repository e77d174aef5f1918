using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Runs;

/// <summary>The losses that were measured at the checkpoints of the runs.</summary>
public sealed class ValidationStore(Database database)
{
    /// <summary>Keeps a measurement, all of it or nothing; one of the same step, from before the run was resumed, is written over.</summary>
    public void Keep(string run, Validated validated) => database.Write(connection =>
    {
        connection.Execute("delete from validations where run_id = @run and step = @Step", new { run, validated.Step });
        connection.Execute("insert into validations (run_id, step, seconds) values (@run, @Step, @Seconds)", new { run, validated.Step, validated.Seconds });
        connection.Execute(
            "insert into validation_losses (run_id, step, pair, held_out, file, sigma, loss) values (@run, @Step, @pair, @heldOut, @File, @Sigma, @Loss)",
            validated.HeldOut.Concat(validated.Trained).Select((one, pair) => new { run, validated.Step, pair, heldOut = pair < validated.HeldOut.Count, one.File, one.Sigma, one.Loss }));
    });

    /// <summary>The run's measurements by step.</summary>
    public IReadOnlyList<Validated> List(string run)
    {
        using var connection = database.Open();
        var losses = connection.Query<(int Step, bool HeldOut, string File, double Sigma, double Loss)>(
            "select step, held_out, file, sigma, loss from validation_losses where run_id = @run order by step, pair", new { run }).ToLookup(row => row.Step);
        return [.. connection.Query<(int Step, double Seconds)>("select step, seconds from validations where run_id = @run order by step", new { run })
            .Select(one => new Validated(one.Step, Of(losses[one.Step], heldOut: true), Of(losses[one.Step], heldOut: false), one.Seconds))];
    }

    /// <summary>How long the run's last measurement took; null before the first.</summary>
    public double? LastSeconds(string run)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<double?>("select seconds from validations where run_id = @run order by step desc limit 1", new { run });
    }

    private static IReadOnlyList<PairLoss> Of(IEnumerable<(int Step, bool HeldOut, string File, double Sigma, double Loss)> losses, bool heldOut) =>
        [.. losses.Where(loss => loss.HeldOut == heldOut).Select(loss => new PairLoss(loss.File, loss.Sigma, loss.Loss))];
}

using Dapper;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Runs;

/// <summary>The order in which runs wait.</summary>
public sealed class QueueStore(Database database, RunFeed feed)
{
    private const string InOrder = "order by priority desc, turn, queue_order";

    /// <summary>The queued runs, the next one first.</summary>
    public IReadOnlyList<Run> Waiting()
    {
        using var connection = database.Open();
        return connection.Query<Run>($"select * from runs where state = 'queued' {InOrder}").AsList();
    }

    /// <summary>The ids of the queued runs, the next one first.</summary>
    public IReadOnlyList<string> Order()
    {
        using var connection = database.Open();
        return connection.Query<string>($"select id from runs where state = 'queued' {InOrder}").AsList();
    }

    /// <summary>The runs whose trainers are at work, by the daemon's record.</summary>
    public IReadOnlyList<Run> AtWork()
    {
        using var connection = database.Open();
        return connection.Query<Run>($"select * from runs where state in ('preparing', 'training') {InOrder}").AsList();
    }

    /// <summary>Gives a queued run another place among those that wait; it takes the priority of the run that was there.</summary>
    /// <param name="position">From 1, the next one, on; beyond the end is the end.</param>
    /// <exception cref="RunConflictException">It does not wait.</exception>
    /// <exception cref="RunNotFoundException"/>
    public void Move(string id, int position)
    {
        database.Write(connection =>
        {
            var waiting = connection.Query<Run>($"select * from runs where state = 'queued' {InOrder}").AsList();
            var moved = waiting.Find(run => run.Id == id) ?? throw NotWaiting(connection.QueryFirstOrDefault<Run>("select * from runs where id = @id", new { id }), id);
            waiting.Remove(moved);
            var place = Math.Clamp(position, 1, waiting.Count + 1) - 1;
            var neighbour = waiting.ElementAtOrDefault(place) ?? waiting.LastOrDefault() ?? moved;
            waiting.Insert(place, moved);
            connection.Execute("update runs set priority = @Priority where id = @id", new { neighbour.Priority, id });
            connection.Execute("update runs set turn = @turn where id = @Id", waiting.Select((run, index) => new { run.Id, turn = index + 1 }));
        });
        feed.Tell(new RunChanged(id));
    }

    private static Exception NotWaiting(Run? run, string id) => run is null
        ? new RunNotFoundException(id)
        : new RunConflictException(id, run.State, $"Run '{id}' is {run.State.Word()}; only a queued run has a place to move.");
}

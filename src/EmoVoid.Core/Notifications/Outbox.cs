using Dapper;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Notifications;

/// <summary>The table <c>deliveries</c>: what is still to be told, and what became of the rest. It outlives the daemon and does not grow without end.</summary>
public sealed class Outbox(Database database, TimeProvider time)
{
    /// <summary>So many may wait for one receiver; beyond that the oldest are given up.</summary>
    internal const int MostWaiting = 1000;

    /// <summary>So many that are over are remembered.</summary>
    internal const int Remembered = 1000;

    private const string Waiting = "waiting", Delivered = "delivered", Abandoned = "abandoned";

    /// <summary>Raised when there may be something to deliver.</summary>
    internal event Action? Filled;

    /// <summary>Keeps a message for each of the receivers.</summary>
    public void Put(Notice notice, IReadOnlyList<string> receivers)
    {
        database.Write(connection => Put(connection, notice, receivers));
        Filled?.Invoke();
    }

    /// <summary>Makes messages of what happened to runs since the last time, each event once: the messages and the place in the events are kept together.</summary>
    /// <param name="receiversOf">Who is to be told of a kind of message.</param>
    /// <returns>Whether there may be more.</returns>
    internal bool CatchUp(RunEventRows events, RunNotices notices, Func<string, IReadOnlyList<string>> receiversOf)
    {
        const int AtOnce = 200;
        var happened = events.After(Position(), limit: AtOnce);
        if (happened.Count == 0)
            return false;
        var made = happened.Select(one => notices.Of(one, () => IsFirstLight(one))).OfType<Notice>().Select(notice => (notice, To: receiversOf(notice.Event))).ToList();
        database.Write(connection =>
        {
            foreach (var (notice, to) in made)
                Put(connection, notice, to);
            connection.Execute("update notified set event = @Id", new { happened[^1].Id });
        });
        if (made.Exists(one => one.To.Count > 0))
            Filled?.Invoke();
        return happened.Count == AtOnce;
    }

    /// <summary>What is to be tried now, the oldest first.</summary>
    internal IReadOnlyList<Delivery> Due(string receiver, int limit = 50)
    {
        using var connection = database.Open();
        return connection.Query<Delivery>(
            $"select * from deliveries where state = '{Waiting}' and receiver = @receiver and next_at <= @now order by id limit @limit",
            new { receiver, now = time.GetUtcNow(), limit }).AsList();
    }

    /// <summary>When something is due next; null when nothing waits.</summary>
    internal DateTimeOffset? NextDue(string receiver)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<Delivery>(
            $"select * from deliveries where state = '{Waiting}' and receiver = @receiver order by next_at limit 1", new { receiver })?.NextAt;
    }

    internal void Taken(Delivery delivery) => End(delivery, Delivered, problem: null);

    internal void GiveUp(Delivery delivery, string problem) => End(delivery, Abandoned, problem);

    internal void TryAgain(Delivery delivery, string problem, DateTimeOffset at) => Execute(
        "update deliveries set attempts = attempts + 1, problem = @problem, next_at = @at where id = @Id", new { delivery.Id, problem, at });

    /// <summary>Gives up what waits for receivers that are configured no more.</summary>
    internal void GiveUpOthers(IReadOnlyList<string> receivers) => Execute(
        $"update deliveries set state = '{Abandoned}', problem = 'The receiver is configured no more.', ended_at = @now where state = '{Waiting}' and receiver not in @receivers",
        new { receivers, now = time.GetUtcNow() });

    /// <summary>Messages, the newest first.</summary>
    /// <param name="state">Only those; null: all.</param>
    public IReadOnlyList<Delivery> List(DeliveryState? state = null, int limit = 100, int offset = 0)
    {
        using var connection = database.Open();
        return connection.Query<Delivery>(
            "select * from deliveries where @state is null or state = @state order by id desc limit @limit offset @offset", new { state = Word(state), limit, offset }).AsList();
    }

    /// <summary>How many there are.</summary>
    /// <param name="state">Only those; null: all.</param>
    public int Count(DeliveryState? state = null)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>("select count(*) from deliveries where @state is null or state = @state", new { state = Word(state) });
    }

    /// <summary>How many messages were given up since a time, and the last problem of each receiver.</summary>
    internal IReadOnlyList<(string Receiver, int Count, string Problem)> GivenUpSince(DateTimeOffset since, IReadOnlyList<string> receivers)
    {
        using var connection = database.Open();
        // Of a group with max(), SQLite takes the other columns from the row that has it.
        return connection.Query<(string, int, string, long)>(
            $"select receiver, count(*), problem, max(id) from deliveries where state = '{Abandoned}' and ended_at > @since and receiver in @receivers group by receiver order by receiver",
            new { since, receivers }).Select(row => (row.Item1, row.Item2, row.Item3)).ToList();
    }

    private static string? Word(DeliveryState? state) => state?.ToString().ToLowerInvariant();

    private void Put(SqliteConnection connection, Notice notice, IReadOnlyList<string> receivers)
    {
        var now = time.GetUtcNow();
        var (run, body) = (notice.Run?.Id, notice.ToJson());
        foreach (var receiver in receivers)
        {
            connection.Execute(
                "insert into deliveries (notice, event, run_id, receiver, body, created_at, next_at) values (@Id, @Event, @run, @receiver, @body, @now, @now)",
                new { notice.Id, notice.Event, run, receiver, body, now });
            connection.Execute(
                $"""
                update deliveries set state = '{Abandoned}', ended_at = @now, problem = 'More than {MostWaiting} messages waited for this receiver.'
                where state = '{Waiting}' and receiver = @receiver
                  and id <= (select id from deliveries where state = '{Waiting}' and receiver = @receiver order by id desc limit 1 offset {MostWaiting})
                """,
                new { receiver, now });
        }
    }

    private void End(Delivery delivery, string state, string? problem) => database.Write(connection =>
    {
        connection.Execute(
            "update deliveries set state = @state, attempts = attempts + 1, problem = @problem, ended_at = @now where id = @Id", new { delivery.Id, state, problem, now = time.GetUtcNow() });
        connection.Execute(
            $"delete from deliveries where state <> '{Waiting}' and id <= (select id from deliveries where state <> '{Waiting}' order by id desc limit 1 offset {Remembered})");
    });

    private long Position()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long>("select event from notified");
    }

    private bool IsFirstLight(RunEvent light)
    {
        using var connection = database.Open();
        return !connection.ExecuteScalar<bool>(
            $"select exists (select 1 from events where run_id = @RunId and id < @Id and kind = '{RunEventRows.Checkpoint}' and json_extract(data, '$.reason') = 'light')",
            new { light.RunId, light.Id });
    }

    private void Execute(string sql, object parameters)
    {
        using var connection = database.Open();
        connection.Execute(sql, parameters);
    }
}

using System.Text.Json;
using Dapper;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Groups;

/// <summary>The groups in the database. Their runs are runs like any other.</summary>
public sealed class GroupStore(Database database, RunStore runs, RunFeed feed, TimeProvider time, ILogger<GroupStore> log)
{
    /// <summary>Makes a group and all its queued runs, or nothing.</summary>
    /// <param name="claim">
    /// Given the ids of the group and of the runs in their order, takes what they need. They exist only when this returns: what it throws comes
    /// out and leaves none behind.
    /// </param>
    public RunGroup Create(NewGroup group, Action<string, IReadOnlyList<string>> claim)
    {
        var (id, queued) = database.Write(connection =>
        {
            // The write lock is held, so an id that is free now stays free until the commit.
            var id = RunId.Candidates(group.Name).First(id => runs.IsFree(connection, id));
            connection.Execute(
                """
                insert into groups (id, group_order, name, folder, swept, created_at)
                values (@id, (select coalesce(max(group_order), 0) + 1 from groups), @Name, @Folder, @swept, @now)
                """,
                new { id, group.Name, group.Folder, swept = JsonSerializer.Serialize(group.Values), now = time.GetUtcNow() });
            List<QueuedRun> queued = [.. group.Members.Select(member => Queue(connection, id, member))];
            claim(id, [.. queued.Select(one => one.Run.Id)]);
            return (id, queued);
        });
        log.GroupQueued(id, queued.Count);
        foreach (var one in queued)
            runs.Tell(one);
        return Get(id);
    }

    public RunGroup? Find(string id)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<RunGroup>("select * from groups where id = @id", new { id });
    }

    /// <exception cref="GroupNotFoundException"/>
    public RunGroup Get(string id) => Find(id) ?? throw new GroupNotFoundException(id);

    /// <summary>Groups, the newest first.</summary>
    public IReadOnlyList<RunGroup> List(int limit = 100, int offset = 0)
    {
        using var connection = database.Open();
        return connection.Query<RunGroup>("select * from groups order by group_order desc limit @limit offset @offset", new { limit, offset }).AsList();
    }

    public int Count()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>("select count(*) from groups");
    }

    /// <summary>Those whose runs are all over, and whose own end is not recorded yet.</summary>
    public IReadOnlyList<RunGroup> Ending()
    {
        using var connection = database.Open();
        return connection.Query<RunGroup>(
            """
            select * from groups where ended_at is null
            and not exists (select 1 from runs where group_id = groups.id and state not in ('completed', 'failed', 'cancelled')) order by group_order
            """).AsList();
    }

    /// <summary>Its runs, in the order of the sweep.</summary>
    public IReadOnlyList<Run> Members(string group)
    {
        using var connection = database.Open();
        return connection.Query<Run>("select * from runs where group_id = @group order by queue_order", new { group }).AsList();
    }

    /// <summary>How many runs of these groups are in each state, by group.</summary>
    public ILookup<string, (RunState State, int Count)> States(IReadOnlyList<string> groups)
    {
        using var connection = database.Open();
        return connection.Query<(string Group, string State, int Count)>(
                "select group_id, state, count(*) from runs join json_each(@groups) asked on asked.value = group_id group by group_id, state order by group_id, state",
                new { groups = JsonSerializer.Serialize(groups) })
            .ToLookup(row => row.Group, row => (Enum.Parse<RunState>(row.State, ignoreCase: true), row.Count));
    }

    /// <summary>Seconds that the steps of its runs took, by run.</summary>
    public IReadOnlyDictionary<string, double> Seconds(string group)
    {
        using var connection = database.Open();
        return connection.Query<(string Run, double Seconds)>(
                "select runs.id, sum(metrics.seconds) from runs join metrics on metrics.run_id = runs.id where runs.group_id = @group group by runs.id", new { group })
            .ToDictionary(row => row.Run, row => row.Seconds);
    }

    /// <summary>Records the end of a group, as an event of the run to look at first.</summary>
    /// <param name="place">Where the data set is; null when that stays as it is known.</param>
    /// <param name="run">Null when it has no run any more: then nobody is told.</param>
    /// <param name="data">For programs.</param>
    internal void End(string id, string? place, string? run, string message, object data)
    {
        var row = database.Write(connection =>
        {
            connection.Execute("update groups set ended_at = @now, returned_to = coalesce(@place, returned_to) where id = @id", new { id, place, now = time.GetUtcNow() });
            connection.Execute("update runs set returned_to = (select returned_to from groups where id = @id) where group_id = @id and state in ('failed', 'cancelled')", new { id });
            return run is null ? (long?)null : RunEventRows.Insert(connection, run, RunEventRows.Group, message, data, time.GetUtcNow());
        });
        log.GroupEnded(id, message);
        if (row is { } told)
            feed.Tell(new RunGroupEnded(run!, id, message, told));
    }

    /// <summary>A run of it is to be tried again: it is not over any more.</summary>
    internal void Reopen(string id)
    {
        using var connection = database.Open();
        connection.Execute("update groups set ended_at = null where id = @id", new { id });
    }

    /// <summary>Forgets a group that has no runs any more.</summary>
    internal void Delete(string id)
    {
        using (var connection = database.Open())
            connection.Execute("delete from groups where id = @id", new { id });
        log.GroupDeleted(id);
    }

    private QueuedRun Queue(SqliteConnection connection, string group, NewRun member) =>
        runs.Queue(connection, GroupMemberId.Candidates(group, member.Swept!).First(id => runs.IsFree(connection, id)), member, group);
}

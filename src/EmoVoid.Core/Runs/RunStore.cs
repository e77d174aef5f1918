using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Runs;

/// <summary>The runs in the database. Safe to use from several threads and connections at once.</summary>
public sealed class RunStore(Database database, StateFolder folders, TimeProvider time, ILogger<RunStore> log)
{
    /// <summary>A new run waits for its turn. Raised on the thread that made it, when it is in the database.</summary>
    public event Action<Run>? Queued;

    /// <summary>Makes a queued run with a free id.</summary>
    /// <param name="claim">
    /// Given the id, takes what the run needs. The run exists only when this returns: what it throws comes out and leaves no run behind.
    /// </param>
    public Run Create(NewRun run, Action<string>? claim = null)
    {
        var created = database.Write(connection =>
        {
            // The write lock is held, so an id that is free now stays free until the commit.
            var id = RunId.Candidates(run.Name).First(id => !folders.HasRun(id) && !Exists(connection, id));
            Insert(connection, id, run);
            foreach (var note in run.Notes)
                InsertNote(connection, id, note);
            claim?.Invoke(id);
            return One(connection, id)!;
        });
        log.RunQueued(created.Id, created.Images, created.Steps, created.Model);
        Queued?.Invoke(created);
        return created;
    }

    public Run? Find(string id)
    {
        using var connection = database.Open();
        return One(connection, id);
    }

    /// <exception cref="RunNotFoundException"/>
    public Run Get(string id) => Find(id) ?? throw new RunNotFoundException(id);

    /// <summary>Runs, newest first.</summary>
    /// <param name="state">Only those; null: all.</param>
    public IReadOnlyList<Run> List(RunState? state = null, int limit = 100, int offset = 0)
    {
        using var connection = database.Open();
        return connection.Query<Run>(
            "select * from runs where @state is null or state = @state order by queue_order desc limit @limit offset @offset",
            new { state = state?.Word(), limit, offset }).AsList();
    }

    /// <summary>How many runs there are.</summary>
    /// <param name="state">Only those; null: all.</param>
    public int Count(RunState? state = null)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>("select count(*) from runs where @state is null or state = @state", new { state = state?.Word() });
    }

    /// <summary>The queued run that has waited longest; null when none waits.</summary>
    public Run? NextQueued()
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<Run>("select * from runs where state = 'queued' order by queue_order limit 1");
    }

    /// <summary>Moves a run to another state and sets the times that belong to it.</summary>
    /// <param name="message">Why, for people; null clears the last one.</param>
    /// <exception cref="RunTransitionException">That state cannot follow.</exception>
    /// <exception cref="RunNotFoundException"/>
    public Run Move(string id, RunState next, string? message = null, int? exitCode = null)
    {
        var (from, run) = database.Write(connection =>
        {
            var before = One(connection, id) ?? throw new RunNotFoundException(id);
            if (!before.State.MayBecome(next))
                throw new RunTransitionException(id, before.State, next);
            var now = time.GetUtcNow();
            connection.Execute(
                """
                update runs set state = @state, message = @message, exit_code = coalesce(@exitCode, exit_code),
                                started_at = @startedAt, ended_at = @endedAt
                where id = @id
                """,
                new
                {
                    id, state = next.Word(), message, exitCode,
                    startedAt = before.StartedAt ?? (next == RunState.Preparing ? now : null),
                    endedAt = next.IsOver() ? now : (DateTimeOffset?)null,
                });
            return (before.State, One(connection, id)!);
        });
        log.RunMoved(id, from.Word(), next.Word());
        return run;
    }

    /// <summary>Records what trains the run and from which step it goes on. A change on the way is noted: other arithmetic rounds otherwise.</summary>
    public void Began(string id, Started started) => database.Write(connection =>
    {
        var before = One(connection, id)?.TrainedWith;
        var now = new TrainedWith(started.Trainer, started.Torch, started.Device);
        connection.Execute(
            """
            update runs set step = @ResumedAt, resumed_at = case when @ResumedAt > 0 then @ResumedAt else resumed_at end,
                            trainer_version = @Trainer, torch_version = @Torch, device = @Device
            where id = @id
            """,
            new { id, started.ResumedAt, started.Trainer, started.Torch, started.Device });
        if (started.ResumedAt > 0 && before is not null && before != now)
            InsertNote(connection, id, $"After step {started.ResumedAt} the run goes on with {now}; up to there it was {before}. Data, order and noise are the same, the last digits may not be.");
    });

    /// <summary>Keeps something a person should read beside the run.</summary>
    public void Note(string id, string message)
    {
        using var connection = database.Open();
        InsertNote(connection, id, message);
    }

    /// <summary>The run's notes, oldest first.</summary>
    public IReadOnlyList<string> Notes(string id)
    {
        using var connection = database.Open();
        return connection.Query<string>("select message from notes where run_id = @id order by notes.id", new { id }).AsList();
    }

    /// <summary>Keeps the recommendation as it was made when the run ended; a later one takes its place.</summary>
    public void Recommend(string id, string json)
    {
        using var connection = database.Open();
        connection.Execute(
            "insert into recommendations (run_id, json, made_at) values (@id, @json, @now) on conflict (run_id) do update set json = excluded.json, made_at = excluded.made_at",
            new { id, json, now = time.GetUtcNow() });
    }

    /// <summary>The recommendation's JSON; null before there is one.</summary>
    public string? Recommendation(string id)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<string>("select json from recommendations where run_id = @id", new { id });
    }

    private static Run? One(SqliteConnection connection, string id) =>
        connection.QueryFirstOrDefault<Run>("select * from runs where id = @id", new { id });

    private static bool Exists(SqliteConnection connection, string id) =>
        connection.ExecuteScalar<bool>("select exists (select 1 from runs where id = @id)", new { id });

    private void Insert(SqliteConnection connection, string id, NewRun run) => connection.Execute(
        """
        insert into runs (id, queue_order, name, folder, state, model, images, steps, stop_loss, settings, created_at)
        values (@id, (select coalesce(max(queue_order), 0) + 1 from runs), @Name, @Folder, 'queued', @Model, @Images, @Steps, @StopLoss, @Settings, @now)
        """,
        new { id, run.Name, run.Folder, run.Model, run.Images, run.Settings.Steps, run.Settings.StopLoss, run.Settings, now = time.GetUtcNow() });

    // A trainer that goes on tells its notes again.
    private void InsertNote(SqliteConnection connection, string id, string message) => connection.Execute(
        """
        insert into notes (run_id, message, noted_at)
        select @id, @message, @now where not exists (select 1 from notes where run_id = @id and message = @message)
        """,
        new { id, message, now = time.GetUtcNow() });
}

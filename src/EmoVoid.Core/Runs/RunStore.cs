using System.Text.Json;
using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.States;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EmoVoid.Core.Runs;

/// <summary>The runs in the database. Safe to use from several threads and connections at once.</summary>
public sealed class RunStore(Database database, StateFolder folders, RunFeed feed, TimeProvider time, ILogger<RunStore> log)
{
    /// <summary>Makes a queued run with a free id.</summary>
    /// <param name="claim">
    /// Given the id, takes what the run needs. The run exists only when this returns: what it throws comes out and leaves no run behind.
    /// </param>
    public Run Create(NewRun run, Action<string>? claim = null)
    {
        var created = database.Write(connection =>
        {
            // The write lock is held, so an id that is free now stays free until the commit.
            var queued = Queue(connection, RunId.Candidates(run.Name).First(id => IsFree(connection, id)), run);
            claim?.Invoke(queued.Run.Id);
            return queued;
        });
        Tell(created);
        return created.Run;
    }

    /// <summary>Makes a queued run in somebody's transaction; once that is committed, it is to be told.</summary>
    /// <param name="id">A free one.</param>
    internal QueuedRun Queue(SqliteConnection connection, string id, NewRun run, string? group = null)
    {
        Insert(connection, id, run, group);
        var row = RunEventRows.Insert(connection, id, RunEventRows.State, $"queued: {run.Images} pictures, {run.Settings.Steps} steps", new { to = RunState.Queued.Word(), step = 0 }, Now);
        foreach (var note in run.Notes)
            InsertNote(connection, id, note);
        return new QueuedRun(One(connection, id)!, row);
    }

    internal void Tell(QueuedRun created)
    {
        log.RunQueued(created.Run.Id, created.Run.Images, created.Run.Steps, created.Run.Model);
        feed.Tell(new RunMoved(created.Run, From: null, Transition: null, created.EventRow));
    }

    /// <summary>Whether neither a run nor a group has this id, nor anything on the disk its name.</summary>
    internal bool IsFree(SqliteConnection connection, string id) => !folders.HasRun(id) && !Exists(connection, id);

    public Run? Find(string id)
    {
        using var connection = database.Open();
        return One(connection, id);
    }

    /// <exception cref="RunNotFoundException"/>
    public Run Get(string id) => Find(id) ?? throw new RunNotFoundException(id);

    /// <summary>The newest run; null when there is none.</summary>
    public Run? Latest() => List(limit: 1) is [var newest] ? newest : null;

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
        return connection.ExecuteScalar<int>(state is null ? "select count(*) from runs" : "select count(*) from runs where state = @state", new { state = state?.Word() });
    }

    /// <summary>The state of every run by its id: for the start, which has to look at all of them.</summary>
    public IReadOnlyDictionary<string, RunState> States()
    {
        using var connection = database.Open();
        return connection.Query<(string Id, RunState State)>("select id, state from runs").ToDictionary(run => run.Id, run => run.State);
    }

    /// <summary>How many runs there are in each state; a state that no run is in is left out.</summary>
    public IReadOnlyDictionary<RunState, int> CountByState()
    {
        using var connection = database.Open();
        return connection.Query<(RunState State, int Count)>("select state, count(*) from runs group by state").ToDictionary(one => one.State, one => one.Count);
    }

    /// <summary>Takes a run one transition further: state, times, message and the event of it, all or nothing.</summary>
    /// <param name="message">Why, for people; null clears the last one.</param>
    /// <param name="also">Further columns that change with it, as <c>failures</c>; by name.</param>
    /// <exception cref="RunTransitionException">It does not start at the run's state; nothing has changed.</exception>
    /// <exception cref="RunNotFoundException"/>
    public Run Move(string id, RunTransition transition, string? message = null, int? exitCode = null, RunColumns? also = null)
    {
        var (before, run, row) = database.Write(connection =>
        {
            var before = One(connection, id) ?? throw new RunNotFoundException(id);
            if (!transition.IsAllowedFrom(before.State))
                throw new RunTransitionException(id, before.State, transition);
            Update(connection, before, transition, message, exitCode);
            also?.Write(connection, id);
            var row = RunEventRows.Insert(connection, id, RunEventRows.State, message ?? transition.To.Word(),
                new { from = before.State.Word(), to = transition.To.Word(), transition = transition.Name, step = before.Step }, Now);
            return (before, One(connection, id)!, row);
        });
        log.RunMoved(id, before.State.Word(), run.State.Word(), transition.Name);
        feed.Tell(new RunMoved(run, before.State, transition, row));
        return run;
    }

    /// <summary>Keeps what a person asks of a run whose trainer is at work; null takes it back.</summary>
    /// <exception cref="RunConflictException">No trainer is at work for it; nothing has changed.</exception>
    /// <exception cref="RunNotFoundException"/>
    public Run Wish(string id, RunWish? wish)
    {
        var run = database.Write(connection =>
        {
            var before = One(connection, id) ?? throw new RunNotFoundException(id);
            if (!before.State.IsAtWork())
                throw new RunConflictException(id, before.State, $"Run '{id}' is {before.State.Word()}; no trainer is at work for it.");
            connection.Execute("update runs set wish = @wish where id = @id", new { id, wish = wish?.ToString().ToLowerInvariant() });
            return One(connection, id)!;
        });
        feed.Tell(new RunChanged(id));
        return run;
    }

    /// <summary>Changes columns that are no part of the state.</summary>
    /// <exception cref="RunNotFoundException"/>
    public Run Set(string id, RunColumns columns)
    {
        var run = database.Write(connection =>
        {
            columns.Write(connection, id);
            return One(connection, id) ?? throw new RunNotFoundException(id);
        });
        feed.Tell(new RunChanged(id));
        return run;
    }

    /// <summary>
    /// Records what trains the run and from which step it goes on; what is known of later steps is forgotten, since they come again.
    /// A change on the way is noted: other arithmetic rounds otherwise.
    /// </summary>
    public void Began(string id, Started started) => database.Write(connection =>
    {
        var before = One(connection, id)?.TrainedWith;
        var now = new TrainedWith(started.Trainer, started.Torch, started.Device);
        connection.Execute(
            """
            update runs set resumed_at = case when @ResumedAt > 0 then @ResumedAt else resumed_at end,
                            trainer_version = @Trainer, torch_version = @Torch, device = @Device, models = coalesce(@Models, models)
            where id = @id
            """,
            new { id, started.ResumedAt, started.Trainer, started.Torch, started.Device, started.Models });
        Forget(connection, id, started.ResumedAt);
        if (started.ResumedAt > 0 && before is not null && before != now)
            InsertNote(connection, id, $"After step {started.ResumedAt} the run goes on with {now}; up to there it was {before}. Data, order and noise are the same, the last digits may not be.");
    });

    /// <summary>Forgets what is known of steps after one: the run has gone back, and takes them once more.</summary>
    public void WentBack(string id, int step) => database.Write(connection => Forget(connection, id, step));

    /// <summary>Keeps something a person should read beside the run.</summary>
    public void Note(string id, string message)
    {
        if (database.Write(connection => InsertNote(connection, id, message)) is { } row)
            feed.Tell(new RunNoted(id, message, row));
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
            new { id, json, now = Now });
    }

    /// <summary>The recommendation's JSON; null before there is one.</summary>
    public string? Recommendation(string id)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<string>("select json from recommendations where run_id = @id", new { id });
    }

    /// <summary>Forgets a run with all that is recorded of it.</summary>
    public void Delete(string id)
    {
        using (var connection = database.Open())
            connection.Execute("delete from runs where id = @id", new { id });
        log.RunDeleted(id);
        feed.Tell(new RunDeleted(id));
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private static void Forget(SqliteConnection connection, string id, int after) => connection.Execute(
        """
        delete from metrics where run_id = @id and step > @after;
        delete from checkpoints where run_id = @id and step > @after;
        delete from validations where run_id = @id and step > @after;
        update runs set step = @after where id = @id;
        """,
        new { id, after });

    private static Run? One(SqliteConnection connection, string id) =>
        connection.QueryFirstOrDefault<Run>("select * from runs where id = @id", new { id });

    private static bool Exists(SqliteConnection connection, string id) =>
        connection.ExecuteScalar<bool>("select exists (select 1 from runs where id = @id) or exists (select 1 from groups where id = @id)", new { id });

    private void Update(SqliteConnection connection, Run before, RunTransition transition, string? message, int? exitCode) => connection.Execute(
        """
        update runs set state = @state, message = @message, exit_code = coalesce(@exitCode, exit_code), started_at = @startedAt, ended_at = @endedAt,
                        wish = case when @atWork then wish end, handle = case when @atWork then handle end, not_before = null
        where id = @Id
        """,
        new
        {
            before.Id, state = transition.To.Word(), message, exitCode,
            startedAt = before.StartedAt ?? (transition == RunTransition.Start ? Now : null),
            endedAt = transition.To.IsOver() ? Now : (DateTimeOffset?)null,
            atWork = transition.To.IsAtWork(),
        });

    private void Insert(SqliteConnection connection, string id, NewRun run, string? group) => connection.Execute(
        """
        insert into runs (id, queue_order, turn, name, folder, state, model, images, steps, stop_loss, settings, created_at, device_asked, executor, priority, start_at, hours, keep, group_id, swept, held_out_files)
        values (@id, (select coalesce(max(queue_order), 0) + 1 from runs), (select coalesce(max(turn), 0) + 1 from runs),
                @Name, @Folder, 'queued', @Model, @Images, @Steps, @StopLoss, @Settings, @now, @DeviceAsked, @Executor, @Priority, @StartAt, @Hours, @Keep, @group, @swept, @heldOut)
        """,
        new
        {
            id, run.Name, run.Folder, run.Model, run.Images, run.Settings.Steps, run.Settings.StopLoss, run.Settings, now = Now,
            run.DeviceAsked, run.Executor, run.Priority, run.StartAt, run.Hours, run.Keep, group, swept = run.Swept, heldOut = JsonSerializer.Serialize(run.HeldOut),
        });

    /// <returns>The row of its event; null when the note is there already: a trainer that goes on tells its notes again.</returns>
    private long? InsertNote(SqliteConnection connection, string id, string message)
    {
        var isNew = connection.Execute(
            """
            insert into notes (run_id, message, noted_at)
            select @id, @message, @now where not exists (select 1 from notes where run_id = @id and message = @message)
            """,
            new { id, message, now = Now }) > 0;
        return isNew ? RunEventRows.Insert(connection, id, RunEventRows.Note, message, data: null, Now) : null;
    }
}

/// <summary>A run that was made a moment ago, and the row of its event.</summary>
internal readonly record struct QueuedRun(Run Run, long EventRow);

using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Runs;

/// <summary>A LoRA file that a run saved.</summary>
public sealed record Checkpoint
{
    public required int Step { get; init; }

    /// <summary>Its name in the run's checkpoint folder, and later in its output folder.</summary>
    public required string File { get; init; }
    public required long Bytes { get; init; }

    /// <summary>Of the whole file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
    public required CheckpointReason Reason { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>The checkpoints of the runs.</summary>
public sealed class CheckpointStore(Database database, RunFeed feed, TimeProvider time)
{
    /// <summary>Keeps a checkpoint; one of the same step, from before the run was resumed, is written over.</summary>
    public void Add(string run, CheckpointSaved saved)
    {
        var row = database.Write(connection =>
        {
            var parameters = new { run, saved.Step, saved.File, saved.Bytes, saved.Sha256, reason = Word(saved.Reason), now = time.GetUtcNow() };
            if (connection.ExecuteScalar<bool>("select exists (select 1 from checkpoints where run_id = @run and step = @Step and sha256 = @Sha256)", parameters))
                return (long?)null; // told again by a trainer that goes on
            connection.Execute(
                """
                insert into checkpoints (run_id, step, file, bytes, sha256, reason, saved_at)
                values (@run, @Step, @File, @Bytes, @Sha256, @reason, @now)
                on conflict (run_id, step) do update set
                    file = excluded.file, bytes = excluded.bytes, sha256 = excluded.sha256, reason = excluded.reason, saved_at = excluded.saved_at
                """,
                parameters);
            return RunEventRows.Insert(connection, run, RunEventRows.Checkpoint, $"saved {saved.File} ({parameters.reason})",
                new { step = saved.Step, file = saved.File, reason = parameters.reason, bytes = saved.Bytes, sha256 = saved.Sha256 }, parameters.now);
        });
        if (row is { } id)
            feed.Tell(new RunSaved(run, saved, id));
    }

    /// <summary>The run's checkpoints by step.</summary>
    public IReadOnlyList<Checkpoint> List(string run)
    {
        using var connection = database.Open();
        return connection.Query<Checkpoint>(
            "select step, file, bytes, sha256, reason, saved_at from checkpoints where run_id = @run order by step", new { run }).AsList();
    }

    private static string Word(CheckpointReason reason) => reason.ToString().ToLowerInvariant();
}

using System.Text.Json;
using Dapper;
using EmoVoid.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Runs;

/// <summary>Something that happened to a run.</summary>
public sealed record RunEvent
{
    /// <summary>Grows over all runs.</summary>
    public required long Id { get; init; }
    public required string RunId { get; init; }

    /// <summary><c>state</c>, <c>checkpoint</c>, <c>note</c>, or <c>group</c>: the run's group is over, and this is the run to look at first.</summary>
    public required string Kind { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>For programs, JSON; null where the message is all.</summary>
    public string? Data { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>The table <c>events</c>: what happened to runs, in order.</summary>
public sealed class RunEventRows(Database database)
{
    public const string State = "state", Checkpoint = "checkpoint", Note = "note", Group = "group";

    /// <summary>Events after one, oldest first.</summary>
    /// <param name="run">Of this run; null: of all.</param>
    public IReadOnlyList<RunEvent> After(long id, string? run = null, int limit = 1000)
    {
        using var connection = database.Open();
        // A condition of its own for each: one that serves both would go through the events of all runs.
        var ofRun = run is null ? "" : "run_id = @run and";
        return connection.Query<RunEvent>(
            $"select id, run_id, kind, message, data, at from events where {ofRun} id > @id order by id limit @limit", new { id, run, limit }).AsList();
    }

    /// <summary>The newest event's id; 0 before the first.</summary>
    public long Last()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long>("select coalesce(max(id), 0) from events");
    }

    internal static long Insert(SqliteConnection connection, string run, string kind, string message, object? data, DateTimeOffset now) =>
        connection.ExecuteScalar<long>(
            "insert into events (run_id, kind, message, data, at) values (@run, @kind, @message, @json, @now) returning id",
            new { run, kind, message, json = data is null ? null : JsonSerializer.Serialize(data), now });
}

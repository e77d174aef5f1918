using System.Text.Json;
using Dapper;
using EmoVoid.Core.Persistence;

namespace EmoVoid.Core.Runs;

/// <summary>Looks through the runs, and gathers for a whole page what belongs to its rows: a fixed number of queries, however many runs there are.</summary>
public sealed class RunSearch(Database database)
{
    /// <summary>The pace of a run is the mean over this many steps.</summary>
    public const int PaceOver = 20;

    private const string Listed = "runs_listed", Ended = "runs_ended", Grouped = "runs_by_group";

    /// <summary>The runs that the filter means, in the order asked for.</summary>
    public IReadOnlyList<Run> List(RunFilter filter, RunOrder order = RunOrder.Newest, int limit = 100, int offset = 0)
    {
        using var connection = database.Open();
        var (query, values) = Page(filter, order);
        values.AddDynamicParams(new { limit, offset });
        return connection.Query<Run>(query, values).AsList();
    }

    /// <summary>How many runs the filter means.</summary>
    public int Count(RunFilter filter)
    {
        using var connection = database.Open();
        var (where, values) = Where(filter);
        return connection.ExecuteScalar<int>($"select count(*) from runs indexed by {IndexFor(filter)} {where}", values);
    }

    /// <summary>These runs, in this order; ids of no run are passed over.</summary>
    public IReadOnlyList<Run> Of(IReadOnlyList<string> ids)
    {
        using var connection = database.Open();
        return connection.Query<Run>("select runs.* from json_each(@ids) asked join runs on runs.id = asked.value order by asked.key", new { ids = Json(ids) }).AsList();
    }

    /// <summary>The last step of each of these runs that has taken one, by run.</summary>
    public IReadOnlyDictionary<string, LastStep> LastSteps(IReadOnlyList<string> ids)
    {
        using var connection = database.Open();
        return connection.Query<LastStep>(
            """
            select last.run_id, last.loss, last.pulse, last.stop_base, last.medium_loss, last.lit,
                   case when runs.state = 'training'
                        then (select avg(pace.seconds) from metrics pace where pace.run_id = runs.id and pace.step > runs.step - @PaceOver) end as pace,
                   (select measured.seconds from validations measured where measured.run_id = runs.id order by measured.step desc limit 1) as measuring
            from json_each(@ids) asked join runs on runs.id = asked.value join metrics last on last.run_id = runs.id and last.step = runs.step
            """,
            new { ids = Json(ids), PaceOver }).ToDictionary(last => last.RunId);
    }

    /// <summary>The notes of these runs, oldest first, by run.</summary>
    public ILookup<string, string> Notes(IReadOnlyList<string> ids)
    {
        using var connection = database.Open();
        return connection.Query<(string Run, string Message)>(
                "select notes.run_id, notes.message from json_each(@ids) asked join notes on notes.run_id = asked.value order by notes.id", new { ids = Json(ids) })
            .ToLookup(note => note.Run, note => note.Message);
    }

    /// <summary>The rows of a page: found in an index that has all the columns it takes, however many rows are passed over.</summary>
    /// <remarks>The index is named: SQLite would rather find rows by their state and read each of them whole, to sort them.</remarks>
    internal static (string Query, DynamicParameters Values) Page(RunFilter filter, RunOrder order)
    {
        var (where, values) = Where(filter);
        var found = $"select id as found from runs indexed by {IndexFor(filter, order)} {where} order by {By(order)} limit @limit offset @offset";
        return ($"select runs.* from ({found}) page join runs on runs.id = page.found order by {By(order)}", values);
    }

    // The few runs of a group are read whole.
    private static string IndexFor(RunFilter filter, RunOrder order = RunOrder.Newest) =>
        filter.Group is not null ? Grouped : order == RunOrder.Ended ? Ended : Listed;

    private static string Json(IReadOnlyList<string> ids) => JsonSerializer.Serialize(ids);

    private static (string Where, DynamicParameters Values) Where(RunFilter filter)
    {
        var (conditions, values) = (new List<string>(), new DynamicParameters());
        if (filter.States is { Count: > 0 } states)
        {
            conditions.Add("state in @states");
            values.Add("states", states.Select(state => state.Word()).Distinct());
        }

        if (filter.Model is { } model)
        {
            conditions.Add("model = @model");
            values.Add("model", model);
        }

        if (filter.Group is { } group)
        {
            conditions.Add("group_id = @group");
            values.Add("group", group);
        }

        if (filter.Text is { Length: > 0 } text)
        {
            // SQLite's "like" knows the cases of English letters alone; an id is in lower case already, whatever its script.
            conditions.Add("""(name like @text escape '\' or folder like @text escape '\' or id like @lower escape '\')""");
            values.Add("text", $"%{Literally(text)}%");
            values.Add("lower", $"%{Literally(text.ToLowerInvariant())}%");
        }

        return (conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions), values);
    }

    private static string Literally(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string By(RunOrder order) => order switch
    {
        RunOrder.Newest => "queue_order desc",
        RunOrder.Oldest => "queue_order",
        RunOrder.Name => "name collate nocase, queue_order",
        RunOrder.Ended => "ended_at is not null, ended_at desc, queue_order desc",
        RunOrder.Queue => "priority desc, turn, queue_order",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
    };
}

/// <summary>What a list shows of a run's last step.</summary>
public sealed record LastStep
{
    public required string RunId { get; init; }

    /// <summary>Mean squared error.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate EmoVoid made.</summary>
    public required double Pulse { get; init; }
    public required double StopBase { get; init; }
    public required double MediumLoss { get; init; }
    public required bool Lit { get; init; }

    /// <summary>Seconds a step takes, over the last steps; null while no steps are taken.</summary>
    public double? Pace { get; init; }

    /// <summary>Seconds that the last measurement of a checkpoint took; null where none was made.</summary>
    public double? Measuring { get; init; }
}

using Dapper;
using Microsoft.Data.Sqlite;

namespace EmoVoid.Core.Runs;

/// <summary>Columns of a run that change beside its state, as one update. What is not named stays.</summary>
public sealed class RunColumns
{
    private readonly List<string> _assignments = [];
    private readonly DynamicParameters _values = new();

    public RunColumns Priority(int priority) => With("priority", priority);

    public RunColumns StartAt(DateTimeOffset? time) => With("start_at", time);

    public RunColumns Hours(string? hours) => With("hours", hours);

    public RunColumns NotBefore(DateTimeOffset? time) => With("not_before", time);

    /// <summary>Where it is trained, and how its trainer is found again.</summary>
    public RunColumns At(string executor, string place) => With("executor", executor).With("place", place);

    public RunColumns Handle(string? handle) => With("handle", handle);

    public RunColumns Failures(int inARow, int? atStep) => With("failures", inARow).With("failed_step", atStep);

    public RunColumns ReturnedTo(string? folder) => With("returned_to", folder);

    public RunColumns EnergyWh(double? energy) => With("energy_wh", energy);

    internal void Write(SqliteConnection connection, string run)
    {
        _values.Add("id", run);
        connection.Execute($"update runs set {string.Join(", ", _assignments)} where id = @id", _values);
    }

    // The names are the constants above, never a caller's text.
    private RunColumns With(string column, object? value)
    {
        _assignments.Add($"{column} = @{column}");
        _values.Add(column, value);
        return this;
    }
}

using System.Text.Json.Serialization;

namespace EmoVoid.Core.Runs;

/// <summary>Where a run is on its way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Waits for its turn; also a run that was stopped, which goes on from its saved state when it is started again.</summary>
    [JsonStringEnumMemberName("queued")] Queued,

    /// <summary>Its trainer loads the model and encodes pictures and captions.</summary>
    [JsonStringEnumMemberName("preparing")] Preparing,

    /// <summary>Its trainer takes steps.</summary>
    [JsonStringEnumMemberName("training")] Training,

    /// <summary>Every step is done and the result lies in the output folder.</summary>
    [JsonStringEnumMemberName("completed")] Completed,

    /// <summary>It will not go on by itself; the run's message says why.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>Which state may follow which.</summary>
public static class RunStates
{
    public static bool IsOver(this RunState state) => state is RunState.Completed or RunState.Failed;

    /// <summary>The word in the database and in JSON.</summary>
    public static string Word(this RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Preparing => "preparing",
        RunState.Training => "training",
        RunState.Completed => "completed",
        RunState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Whether a run in this state may go to <paramref name="next"/>.</summary>
    public static bool MayBecome(this RunState state, RunState next) => (state, next) switch
    {
        (RunState.Queued, RunState.Preparing or RunState.Failed) => true,
        // Straight to completed: the trainer was killed after its last step and before it could say so.
        (RunState.Preparing, RunState.Training or RunState.Completed or RunState.Failed or RunState.Queued) => true,
        (RunState.Training, RunState.Completed or RunState.Failed or RunState.Queued) => true,
        _ => false,
    };
}

using System.Text.Json.Serialization;

namespace EmoVoid.Core.Runs;

/// <summary>Where a run is on its way. <see cref="RunTransition"/> says how it gets from one state to the next.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Waits for its turn; also a run that was stopped, which goes on from its saved state when it is started again.</summary>
    [JsonStringEnumMemberName("queued")] Queued,

    /// <summary>Its trainer loads the model and encodes pictures and captions.</summary>
    [JsonStringEnumMemberName("preparing")] Preparing,

    /// <summary>Its trainer takes steps.</summary>
    [JsonStringEnumMemberName("training")] Training,

    /// <summary>Waits until a person lets it go on.</summary>
    [JsonStringEnumMemberName("paused")] Paused,

    /// <summary>Every step is done and the result lies in the output folder.</summary>
    [JsonStringEnumMemberName("completed")] Completed,

    /// <summary>It will not go on by itself; the run's message says why.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>A person ended it; its data set was given back.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>Words for states.</summary>
public static class RunStates
{
    /// <summary>Whether nothing more happens to the run by itself.</summary>
    public static bool IsOver(this RunState state) => state is RunState.Completed or RunState.Failed or RunState.Cancelled;

    /// <summary>Whether a trainer works for it.</summary>
    public static bool IsAtWork(this RunState state) => state is RunState.Preparing or RunState.Training;

    /// <summary>The word in the database and in JSON.</summary>
    public static string Word(this RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Preparing => "preparing",
        RunState.Training => "training",
        RunState.Paused => "paused",
        RunState.Completed => "completed",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}

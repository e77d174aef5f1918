using System.Text.Json.Serialization;

namespace EmoVoid.Core.Runs;

/// <summary>
/// What a person has asked of a run whose trainer is still at work. It is in the database until the trainer has left, so that it holds even
/// when the daemon dies in between.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunWish>))]
public enum RunWish
{
    /// <summary>Save, leave, and wait for a person.</summary>
    [JsonStringEnumMemberName("pause")] Pause,

    /// <summary>Leave for good.</summary>
    [JsonStringEnumMemberName("cancel")] Cancel,
}

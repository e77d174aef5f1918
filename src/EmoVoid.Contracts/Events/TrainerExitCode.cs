using System.Text.Json.Serialization;

namespace EmoVoid.Contracts.Events;

/// <summary>How a trainer ended. Any other code (a signal, say) means that it was killed or crashed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainerExitCode>))]
public enum TrainerExitCode
{
    /// <summary>Every step is done.</summary>
    [JsonStringEnumMemberName("done")] Done = 0,

    /// <summary>A mistake of the program's own.</summary>
    [JsonStringEnumMemberName("crashed")] Crashed = 1,

    /// <summary>The plan cannot be read, or asks for what the trainer cannot do.</summary>
    [JsonStringEnumMemberName("bad-plan")] BadPlan = 2,

    /// <summary>A picture or caption of the data set cannot be used.</summary>
    [JsonStringEnumMemberName("bad-data")] BadData = 3,

    /// <summary>A model file is missing, damaged, or of another architecture.</summary>
    [JsonStringEnumMemberName("bad-model")] BadModel = 4,

    /// <summary>The device asked for is not there, or libtorch cannot be loaded.</summary>
    [JsonStringEnumMemberName("no-device")] NoDevice = 5,

    /// <summary>The device's memory ran out.</summary>
    [JsonStringEnumMemberName("out-of-memory")] OutOfMemory = 6,

    /// <summary>The loss or the gradients stayed infinite or not a number.</summary>
    [JsonStringEnumMemberName("diverged")] Diverged = 7,

    /// <summary>Nothing could be written: the disk is full or the folder is read-only.</summary>
    [JsonStringEnumMemberName("no-space")] NoSpace = 8,

    /// <summary>Stopped on request (SIGTERM, SIGINT, or the parent went away) with a saved checkpoint; the same plan continues the run.</summary>
    [JsonStringEnumMemberName("stopped")] Stopped = 10,
}

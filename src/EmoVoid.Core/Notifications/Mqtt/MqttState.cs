using System.Text.Json;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>What the state topic says, as JSON in snake_case. What is not known is null.</summary>
internal sealed record MqttState
{
    public const string Idle = "idle", Waiting = "waiting", Held = "held", Preparing = "preparing", Training = "training";

    public static IReadOnlyList<string> States { get; } = [Idle, Waiting, Held, Preparing, Training];

    /// <summary>One of <see cref="States"/>: of the run that was started first, or of the queue while none is at work.</summary>
    public required string State { get; init; }

    /// <summary>The run's name.</summary>
    public string? Run { get; init; }

    /// <summary>Percent of the steps, with one decimal.</summary>
    public double? Progress { get; init; }
    public int? Step { get; init; }
    public int? Steps { get; init; }
    public double? Loss { get; init; }

    /// <summary>The learning rate that EmoVoid made.</summary>
    public double? Rate { get; init; }

    /// <summary><c>ON</c> or <c>OFF</c>.</summary>
    public string? Light { get; init; }

    /// <summary>When the last step will be done, at the pace of the last ones, to the minute.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>How many runs wait.</summary>
    public required int Queue { get; init; }

    /// <summary><c>ON</c> or <c>OFF</c>.</summary>
    public required string Problem { get; init; }

    /// <summary>Everything wrong with the daemon, a sentence each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

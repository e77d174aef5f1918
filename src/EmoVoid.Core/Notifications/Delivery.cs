using System.Text.Json.Serialization;

namespace EmoVoid.Core.Notifications;

/// <summary>One message to one receiver, and what became of it.</summary>
public sealed record Delivery
{
    public required long Id { get; init; }

    /// <summary>The message's id: the same for every receiver and every try.</summary>
    public required string Notice { get; init; }
    public required string Event { get; init; }
    public string? RunId { get; init; }

    /// <summary>The receiver's name.</summary>
    public required string Receiver { get; init; }

    /// <summary>JSON.</summary>
    public required string Body { get; init; }
    public required DeliveryState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>Of the last try; null when it was taken, or never tried.</summary>
    public string? Problem { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>While it waits: when it is tried next.</summary>
    public required DateTimeOffset NextAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>Where a message is on its way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("delivered")] Delivered,

    /// <summary>It became too old, there were too many, or its receiver is configured no more.</summary>
    [JsonStringEnumMemberName("abandoned")] Abandoned,
}

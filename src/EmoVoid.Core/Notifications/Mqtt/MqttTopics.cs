namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>The names of the topics of one daemon.</summary>
internal sealed class MqttTopics(MqttOptions options)
{
    public const string Online = "online", Offline = "offline";

    public string DeviceId { get; } = options.DeviceId;

    /// <summary>Home Assistant's description of the device.</summary>
    public string Discovery { get; } = $"{options.DiscoveryPrefix}/device/{options.DeviceId}/config";

    /// <summary>Where Home Assistant says that it has started.</summary>
    public string HomeAssistantStatus { get; } = $"{options.DiscoveryPrefix}/status";

    /// <summary><see cref="Online"/> or <see cref="Offline"/>.</summary>
    public string Availability { get; } = $"{options.TopicPrefix}/{options.DeviceId}/availability";

    /// <summary>JSON of <see cref="MqttState"/>.</summary>
    public string State { get; } = $"{options.TopicPrefix}/{options.DeviceId}/state";

    /// <summary>The bytes of a PNG.</summary>
    public string Sheet { get; } = $"{options.TopicPrefix}/{options.DeviceId}/sheet";

    public string Commands => Command("+");

    public string Command(string button) => $"{options.TopicPrefix}/{options.DeviceId}/command/{button}";
}

using System.Reflection;
using System.Text.Json.Nodes;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>The one document from which Home Assistant makes the device and all its entities.</summary>
internal static class HomeAssistantDevice
{
    private static readonly string Version = typeof(HomeAssistantDevice).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Describe(MqttTopics topics) => new JsonObject
    {
        ["device"] = new JsonObject
        {
            ["identifiers"] = new JsonArray(topics.DeviceId), ["name"] = "EmoVoid", ["manufacturer"] = "EmoVoid.Daemon", ["model"] = "LoRA trainer", ["sw_version"] = Version,
        },
        ["origin"] = new JsonObject { ["name"] = "EmoVoid.Daemon", ["sw_version"] = Version },
        ["components"] = Components(topics),
    }.ToJsonString();

    private static JsonObject Components(MqttTopics topics)
    {
        var all = new JsonObject();
        void Add(string id, string platform, string name, string? icon, params (string Key, JsonNode Value)[] more)
        {
            var component = new JsonObject
            {
                ["platform"] = platform, ["unique_id"] = $"{topics.DeviceId}_{id}", ["default_entity_id"] = $"{platform}.{Slug(topics.DeviceId)}_{id}", ["name"] = name,
                ["availability_topic"] = topics.Availability,
            };
            if (platform.EndsWith("sensor", StringComparison.Ordinal))
                component["state_topic"] = topics.State;
            if (icon is not null)
                component["icon"] = icon;
            foreach (var (key, value) in more)
                component[key] = value;
            all[id] = component;
        }

        Add("state", "sensor", "State", "mdi:state-machine", Value("state"), ("device_class", "enum"), ("options", new JsonArray([.. MqttState.States.Select(state => JsonValue.Create(state))])));
        Add("run", "sensor", "Run", "mdi:image-multiple", Value("run"));
        Add("progress", "sensor", "Progress", "mdi:progress-clock", Value("progress"), ("unit_of_measurement", "%"), ("state_class", "measurement"));
        Add("step", "sensor", "Step", "mdi:counter", Value("step"), ("state_class", "measurement"));
        Add("loss", "sensor", "Loss", "mdi:chart-line", Value("loss"), ("state_class", "measurement"), ("suggested_display_precision", 5));
        Add("rate", "sensor", "Learning rate", "mdi:speedometer", Value("rate"), ("state_class", "measurement"), ("suggested_display_precision", 7));
        Add("light", "binary_sensor", "Light", "mdi:lightbulb-on", Value("light"));
        Add("eta", "sensor", "Done at", null, Value("eta"), ("device_class", "timestamp"));
        Add("queue", "sensor", "Queue", "mdi:tray-full", Value("queue"), ("state_class", "measurement"));
        Add("problem", "binary_sensor", "Problem", null, Value("problem"), ("device_class", "problem"), ("entity_category", "diagnostic"),
            ("json_attributes_topic", topics.State), ("json_attributes_template", "{{ {'problems': value_json.problems} | tojson }}"));
        Add("sheet", "image", "Last contact sheet", null, ("image_topic", topics.Sheet), ("content_type", "image/png"));
        Add(MqttButtons.Pause, "button", "Pause", "mdi:pause", Press(topics, MqttButtons.Pause));
        Add(MqttButtons.Resume, "button", "Resume", "mdi:play", Press(topics, MqttButtons.Resume));
        Add(MqttButtons.Skip, "button", "Skip to the next run", "mdi:skip-next", Press(topics, MqttButtons.Skip));
        return all;
    }

    private static string Slug(string deviceId) => deviceId.ToLowerInvariant().Replace('-', '_');

    // Home Assistant takes the text "None", which null becomes, for unknown.
    private static (string, JsonNode) Value(string member) => ("value_template", $"{{{{ value_json.{member} }}}}");

    private static (string, JsonNode) Press(MqttTopics topics, string button) => ("command_topic", topics.Command(button));
}

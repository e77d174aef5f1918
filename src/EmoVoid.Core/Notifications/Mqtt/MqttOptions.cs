using EmoVoid.Core.Configuration;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>Settings <c>EmoVoid:Mqtt:*</c>; without a host nothing is connected to.</summary>
public sealed class MqttOptions
{
    [Setting("The broker's name or address.", Default = "none: nothing is connected to")]
    public string? Host { get; set; }

    [Setting("The broker's port.", Default = "1883, or 8883 with Tls", Min = 1, Max = 65535)]
    public int? Port { get; set; }

    [Setting("The user at the broker.")]
    public string? User { get; set; }

    [Setting("The user's password.", IsSecret = true)]
    public string? Password { get; set; }

    [Setting("Whether the connection is encrypted and the broker's certificate checked.")]
    public bool Tls { get; set; }

    [Setting("Where the daemon's own topics begin.", Form = "the beginning of a topic, as emovoid or home/emovoid")]
    public string TopicPrefix { get; set; } = "emovoid";

    [Setting("Where Home Assistant looks for devices.", Form = "the beginning of a topic, as homeassistant")]
    public string DiscoveryPrefix { get; set; } = "homeassistant";

    [Setting("The device's id, one for each daemon on a broker.", Form = "1 to 64 letters, digits, '-' and '_'")]
    public string DeviceId { get; set; } = "emovoid";

    internal bool IsOn => !string.IsNullOrWhiteSpace(Host);

    internal int ActualPort => Port ?? (Tls ? 8883 : 1883);
}

/// <summary>Finds the mistakes that are no matter of a range.</summary>
internal sealed class MqttOptionsValidator : IValidateOptions<MqttOptions>
{
    public ValidateOptionsResult Validate(string? name, MqttOptions options)
    {
        var mistakes = new[]
        {
            options.IsOn || (options.Password ?? options.User) is null ? null : "EmoVoid:Mqtt:Host is missing although there is a User or a Password; name the broker.",
            string.IsNullOrEmpty(options.Password) || !string.IsNullOrEmpty(options.User) ? null : "EmoVoid:Mqtt:User is missing although there is a Password.",
            Topic(nameof(options.TopicPrefix), options.TopicPrefix),
            Topic(nameof(options.DiscoveryPrefix), options.DiscoveryPrefix),
            options.DeviceId.Length is > 0 and <= 64 && options.DeviceId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
                ? null : $"EmoVoid:Mqtt:DeviceId must be 1 to 64 letters, digits, '-' and '_', but is '{options.DeviceId}'.",
        }.OfType<string>().ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static string? Topic(string key, string topic) =>
        topic.Length > 0 && !topic.Any(letter => letter is '+' or '#' or '\0') && topic[0] is not ('/' or '$') && topic[^1] != '/'
            ? null : $"EmoVoid:Mqtt:{key} must be the beginning of a topic, as emovoid or home/emovoid, but is '{topic}'.";
}

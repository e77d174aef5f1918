using System.Text.Json;

namespace EmoVoid.Core.Settings;

/// <summary>A setting that may be changed while the daemon runs.</summary>
/// <param name="Name">As in <see cref="SettingNames"/>.</param>
/// <param name="Description">For people, with the values it may have.</param>
/// <param name="WhyNot">Says in a sentence why a value cannot be taken; null when it can.</param>
/// <param name="Default">Its value while nobody has set it.</param>
public sealed record RuntimeSetting(string Name, string Description, Func<JsonElement, string?> WhyNot, JsonElement Default)
{
    public static readonly RuntimeSetting QueueHeld = Switch(SettingNames.QueueHeld, "Whether the queue starts nothing; what trains goes on. true or false.");

    /// <summary>One that is on or off, and off while nobody has set it.</summary>
    public static RuntimeSetting Switch(string name, string description) => new(
        name, description,
        value => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{name} is {value.GetRawText()}; it is true or false.",
        JsonSerializer.SerializeToElement(false));
}

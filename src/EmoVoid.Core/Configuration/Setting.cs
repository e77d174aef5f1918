using System.Text.Json.Serialization;

namespace EmoVoid.Core.Configuration;

/// <summary>A setting, as people read of it.</summary>
/// <param name="Key">As <c>EmoVoid:Inbox:SettleSeconds</c>; N stands for a number, NAME for a name that people choose.</param>
/// <param name="Type">In words.</param>
/// <param name="Allowed">To follow "must be"; null when any value of the type is taken.</param>
/// <param name="Default">The value, or in words how one is found.</param>
public sealed record Setting(string Key, string Type, string? Allowed, string Default, string Sentence, bool IsSecret)
{
    /// <summary>Whether it stands for any number of settings, as <c>EmoVoid:Models:NAME:Dit</c>.</summary>
    [JsonIgnore]
    public bool IsPattern => Key.Split(':').Any(part => part is "N" or "NAME");

    internal static Setting Of(string key, SettingNode node, object? byDefault)
    {
        var says = node.Says ?? throw new InvalidOperationException($"{key} has no sentence.");
        string?[] allowed = [SettingRange.Words(says), says.Choices.Length > 0 ? string.Join(", ", says.Choices) : null, says.Form];
        var words = string.Join("; ", allowed.OfType<string>());
        return new Setting(key, SettingText.TypeOf(node), words.Length > 0 ? words : null, says.Default ?? SettingText.Written(byDefault) ?? "none", says.Sentence, says.IsSecret);
    }
}

using System.Text.Json.Serialization;

namespace EmoVoid.Core.Inbox;

/// <summary>Something that lies in the inbox, and why it still does.</summary>
/// <param name="Why">A sentence for people.</param>
/// <param name="SecondsLeft">While it settles: until it is taken, if nothing changes; else null.</param>
public sealed record WaitingFolder(string Name, WaitingState State, string Why, double? SecondsLeft = null);

/// <summary>What a folder in the inbox waits for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitingState>))]
public enum WaitingState
{
    /// <summary>For its files to stop changing.</summary>
    [JsonStringEnumMemberName("settling")] Settling,

    /// <summary>For its owner to put a sidecar into it.</summary>
    [JsonStringEnumMemberName("no-sidecar")] NoSidecar,

    /// <summary>For the rules to have looked at it, or for its turn to be looked at.</summary>
    [JsonStringEnumMemberName("checking")] Checking,

    /// <summary>For something to be put right on the machine; it is tried again now and then.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,

    /// <summary>For nothing: only folders are taken, and this is a file or a link.</summary>
    [JsonStringEnumMemberName("not-a-folder")] NotAFolder,
}

using System.Text.Json;
using System.Text.Json.Serialization;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Notifications;

/// <summary>A message to people's programs: the JSON body of a webhook.</summary>
public sealed record Notice
{
    /// <summary>The same for every receiver and every try, and for no other message.</summary>
    public required string Id { get; init; }

    /// <summary>Of <see cref="NoticeKind"/>.</summary>
    public required string Event { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A few words for people.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence or more for people.</summary>
    public required string Message { get; init; }

    /// <summary>The run as it was when the message was made; null when it is about none.</summary>
    public Run? Run { get; init; }

    /// <summary>Of a completed run: the checkpoints, best first, and why. Null of any other.</summary>
    public JsonElement? Recommendation { get; init; }

    /// <summary>Of a completed run: where the recommended LoRA lies on the daemon's machine; null of any other.</summary>
    public string? RecommendedFile { get; init; }

    /// <summary>Of a group that is over; null of anything else. Then <see cref="Run"/> is the run to look at first.</summary>
    public EndedGroup? Group { get; init; }

    /// <summary>Of a rejected folder; null of anything else.</summary>
    public RejectedFolder? Inbox { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote, without the run.</summary>
    internal static NoticeText Read(string json) => JsonSerializer.Deserialize<NoticeText>(json, Json)!;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        // Names of any script stay readable; the body is never put into a page as it is.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

/// <summary>What people read of a message.</summary>
internal sealed record NoticeText(string Event, string Title, string Message);

/// <summary>A folder that was sent back.</summary>
/// <param name="Folder">Its name in the inbox.</param>
/// <param name="Path">Where it lies now, unchanged.</param>
/// <param name="Problems">Every reason, a sentence each.</param>
public sealed record RejectedFolder(string Folder, string Path, IReadOnlyList<string> Problems);

/// <summary>A group whose runs are all over.</summary>
/// <param name="Id">The group's id.</param>
/// <param name="Step">The step of the checkpoint to take, of the message's run; null when no run was completed.</param>
/// <param name="States">How many of its runs are in each state.</param>
/// <param name="Report">Where the comparison lies on the daemon's machine; null when no run was completed.</param>
public sealed record EndedGroup(string Id, int? Step, IReadOnlyDictionary<string, int> States, string? Report);

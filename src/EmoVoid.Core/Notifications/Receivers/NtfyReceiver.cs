using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>Takes title, text, priority, tags and an address to open, as an ntfy server wants them.</summary>
/// <param name="publicUrl">Where people reach the daemon; null: a tap opens nothing.</param>
internal sealed class NtfyReceiver(NtfyOptions options, string? publicUrl, Posting posting) : IReceiver
{
    public const string ReceiverName = "ntfy";

    public string Name => ReceiverName;

    public bool Wants(string kind) => (options.Events ?? NoticeKind.Default).Contains(kind);

    public async Task Send(Delivery delivery, CancellationToken cancel)
    {
        // As JSON to the server, and not as headers to the topic: headers carry no letters but ASCII's.
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new StringContent(Body(delivery), MediaTypeHeaderValue.Parse("application/json")) };
        if (!string.IsNullOrEmpty(options.Token))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        await posting.Post(request, cancel);
    }

    private string Body(Delivery delivery)
    {
        var text = Notice.Read(delivery.Body);
        var body = new JsonObject
        {
            ["topic"] = options.Topic, ["title"] = text.Title, ["message"] = text.Message,
            ["priority"] = PriorityOf(delivery.Event), ["tags"] = new JsonArray(TagOf(delivery.Event), delivery.Event),
        };
        if (!string.IsNullOrEmpty(publicUrl))
            body["click"] = publicUrl.TrimEnd('/') + (delivery.RunId is { } run ? $"/api/v1/runs/{Uri.EscapeDataString(run)}" : "/api/v1/inbox");
        return body.ToJsonString();
    }

    /// <summary>From 1 to 5; 3 is usual, 4 vibrates longer.</summary>
    private static int PriorityOf(string kind) => kind switch
    {
        NoticeKind.Failed or NoticeKind.Rejected or NoticeKind.Warning => 4,
        NoticeKind.Queued or NoticeKind.Started => 2,
        _ => 3,
    };

    /// <summary>A name of an emoji, which ntfy shows before the title.</summary>
    private static string TagOf(string kind) => kind switch
    {
        NoticeKind.Completed or NoticeKind.GroupEnded => "white_check_mark",
        NoticeKind.Failed or NoticeKind.Rejected => "x",
        NoticeKind.Warning => "warning",
        NoticeKind.Light => "bulb",
        NoticeKind.Paused => "pause_button",
        NoticeKind.Cancelled => "stop_button",
        NoticeKind.Test => "wave",
        _ => "hourglass_flowing_sand",
    };
}

using System.Net.Http.Headers;
using System.Text;

namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>Takes the whole message as signed JSON.</summary>
internal sealed class WebhookReceiver(WebhookOptions options, Posting posting, TimeProvider time) : IReceiver
{
    /// <summary>The message's id, by which a repeat is told.</summary>
    public const string IdHeader = "X-EmoVoid-Delivery", EventHeader = "X-EmoVoid-Event";

    public string Name { get; } = options.ReceiverName;

    public bool Wants(string kind) => (options.Events ?? NoticeKind.Default).Contains(kind);

    public async Task Send(Delivery delivery, CancellationToken cancel)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("EmoVoid.Daemon", null));
        request.Headers.Add(IdHeader, delivery.Notice);
        request.Headers.Add(EventHeader, delivery.Event);
        request.Headers.Add(Signature.Header, Signature.Of(body, options.Secret!, time.GetUtcNow()));
        await posting.Post(request, cancel);
    }
}

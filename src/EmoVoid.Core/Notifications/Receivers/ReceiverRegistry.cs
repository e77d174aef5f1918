using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications.Receivers;

/// <summary>The receivers of the configuration.</summary>
internal sealed class ReceiverRegistry(IOptions<NotificationOptions> options, Posting posting, TimeProvider time)
{
    private readonly Lazy<IReadOnlyList<IReceiver>> _all = new(() => Make(options.Value, posting, time));

    /// <exception cref="OptionsValidationException">The configuration is wrong.</exception>
    public IReadOnlyList<IReceiver> All => _all.Value;

    public IReadOnlyList<string> Names => [.. All.Select(receiver => receiver.Name)];

    /// <summary>The names of those that ask for messages of a kind.</summary>
    public IReadOnlyList<string> Of(string kind) => [.. All.Where(receiver => receiver.Wants(kind)).Select(receiver => receiver.Name)];

    private static List<IReceiver> Make(NotificationOptions options, Posting posting, TimeProvider time)
    {
        var all = new List<IReceiver>(options.Webhooks.Select(webhook => new WebhookReceiver(webhook, posting, time)));
        if (!string.IsNullOrWhiteSpace(options.Ntfy.Topic))
            all.Add(new NtfyReceiver(options.Ntfy, options.Notifications.PublicUrl, posting));
        return all;
    }
}

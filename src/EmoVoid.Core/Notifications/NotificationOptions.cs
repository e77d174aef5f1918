using EmoVoid.Core.Configuration;

namespace EmoVoid.Core.Notifications;

/// <summary>Settings <c>EmoVoid:Webhooks</c>, <c>EmoVoid:Ntfy</c> and <c>EmoVoid:Notifications</c>.</summary>
public sealed class NotificationOptions
{
    [Setting("Receivers of signed JSON.")]
    public List<WebhookOptions> Webhooks { get; set; } = [];

    [Setting("A topic of an ntfy server; without a topic nothing is sent.")]
    public NtfyOptions Ntfy { get; set; } = new();

    [Setting("How messages are delivered.")]
    public DeliveryOptions Notifications { get; set; } = new();
}

/// <summary>One receiver of signed JSON.</summary>
public sealed class WebhookOptions
{
    [Setting("How it is called in logs and in the API.", Default = "the host and port of its Url")]
    public string? Name { get; set; }

    [Setting("Where to post to; kept out of logs and the API, since many have a secret in their path.", Form = "an address, as https://host/path", IsSecret = true)]
    public string? Url { get; set; }

    [Setting("The key of the signature.", Form = "at least 16 characters", IsSecret = true)]
    public string? Secret { get; set; }

    [Setting("What is told of: names of events.", Default = NoticeKind.DefaultNames, Form = NoticeKind.AllNames)]
    public List<string>? Events { get; set; }

    internal string ReceiverName => string.IsNullOrWhiteSpace(Name) ? new Uri(Url!).Authority : Name;
}

/// <summary>A topic of an ntfy server; without a topic nothing is sent.</summary>
public sealed class NtfyOptions
{
    [Setting("The ntfy server.", Form = "an address, as https://host/path")]
    public string Url { get; set; } = "https://ntfy.sh";

    [Setting("The topic to publish to.", Default = "none: nothing is sent", IsSecret = true)]
    public string? Topic { get; set; }

    [Setting("An access token, for a topic that needs one.", IsSecret = true)]
    public string? Token { get; set; }

    [Setting("What is told of: names of events.", Default = NoticeKind.DefaultNames, Form = NoticeKind.AllNames)]
    public List<string>? Events { get; set; }
}

/// <summary>How messages are delivered.</summary>
public sealed class DeliveryOptions
{
    [Setting("How long a receiver may take to answer.", Min = "00:00:01", Max = "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    [Setting("How long after a failed try the second one comes; each next wait is twice as long, at most an hour.", Min = "00:00:00.1", Max = "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    [Setting("How old a message may become before it is given up.", Min = "00:00:01", Max = "30.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    [Setting("Where people reach this daemon: a tap on a message opens the run there.", Form = "an address, as https://emovoid.example")]
    public string? PublicUrl { get; set; }
}

namespace EmoVoid.Core.Notifications;

/// <summary>Settings <c>EmoVoid:Webhooks</c>, <c>EmoVoid:Ntfy</c> and <c>EmoVoid:Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public List<WebhookOptions> Webhooks { get; set; } = [];

    public NtfyOptions Ntfy { get; set; } = new();

    public DeliveryOptions Notifications { get; set; } = new();
}

/// <summary>One receiver of signed JSON.</summary>
public sealed class WebhookOptions
{
    /// <summary>How it is called in logs and in the API. Default: the host and port of <see cref="Url"/>.</summary>
    public string? Name { get; set; }

    /// <summary>Where to post to; kept out of logs and the API, since many have a secret in their path.</summary>
    public string? Url { get; set; }

    /// <summary>The key of the signature, at least 16 characters.</summary>
    public string? Secret { get; set; }

    /// <summary>Names of <see cref="NoticeKind"/>. Default: run.completed, run.failed, inbox.rejected.</summary>
    public List<string>? Events { get; set; }

    internal string ReceiverName => string.IsNullOrWhiteSpace(Name) ? new Uri(Url!).Authority : Name;
}

/// <summary>A topic of an ntfy server; without a topic nothing is sent.</summary>
public sealed class NtfyOptions
{
    /// <summary>The server. Default: the public one.</summary>
    public string Url { get; set; } = "https://ntfy.sh";

    public string? Topic { get; set; }

    /// <summary>An access token; null for a topic that needs none.</summary>
    public string? Token { get; set; }

    /// <inheritdoc cref="WebhookOptions.Events"/>
    public List<string>? Events { get; set; }
}

/// <summary>How messages are delivered.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long a receiver may take to answer; default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a failed try the second one comes; each next wait is twice as long, at most an hour. Default 5 s.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How old a message may become before it is given up; default 24 h.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Where people reach this daemon, as <c>https://emovoid.example</c>: a tap on a message opens the run there. Default: none.</summary>
    public string? PublicUrl { get; set; }
}

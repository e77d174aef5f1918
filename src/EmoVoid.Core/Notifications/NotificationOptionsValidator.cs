using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Notifications;

/// <summary>Finds the mistakes in the settings of the notifications that are no matter of a range; no message shows an address or a secret.</summary>
internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    /// <summary>In characters; a key that can be guessed signs nothing.</summary>
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var mistakes = options.Webhooks.SelectMany(Webhook).Concat(SameNames(options.Webhooks)).Concat(Ntfy(options.Ntfy))
            .Concat(options.Notifications.PublicUrl is { Length: > 0 } url ? Address("EmoVoid:Notifications:PublicUrl", url) : []).ToList();
        return mistakes.Count > 0 ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Webhook(WebhookOptions webhook, int index)
    {
        var section = $"EmoVoid:Webhooks:{index}";
        foreach (var mistake in Address($"{section}:Url", webhook.Url).Concat(Events(section, webhook.Events)))
            yield return mistake;
        if ((webhook.Secret?.Length ?? 0) < ShortestSecret)
            yield return $"{section}:Secret has {webhook.Secret?.Length ?? 0} characters; give it at least {ShortestSecret}, as `openssl rand -hex 24` makes.";
    }

    private static IEnumerable<string> SameNames(IReadOnlyList<WebhookOptions> webhooks) =>
        from webhook in webhooks.Select((one, index) => (one, index))
        where !Address("", webhook.one.Url).Any()
        group webhook.index by webhook.one.ReceiverName into same
        where same.Count() > 1 || same.Key == Receivers.NtfyReceiver.ReceiverName
        select same.Count() > 1
            ? $"EmoVoid:Webhooks {string.Join(" and ", same)} are both called '{same.Key}'; give each a Name of its own."
            : $"EmoVoid:Webhooks:{same.First()}:Name is '{same.Key}', which is taken; give it another one.";

    private static IEnumerable<string> Ntfy(NtfyOptions ntfy)
    {
        foreach (var mistake in Address("EmoVoid:Ntfy:Url", ntfy.Url).Concat(Events("EmoVoid:Ntfy", ntfy.Events)))
            yield return mistake;
        if (string.IsNullOrWhiteSpace(ntfy.Topic) && !string.IsNullOrEmpty(ntfy.Token))
            yield return "EmoVoid:Ntfy:Topic is missing although there is a Token; name the topic to publish to.";
    }

    private static IEnumerable<string> Address(string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            yield return $"{key} is missing; write it as https://host/path.";
        else if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            yield return $"{key} is no address that can be posted to; write it as https://host/path.";
        else if (url.UserInfo.Length > 0)
            yield return $"{key} has a user name in it, which is not sent; take it out.";
    }

    private static IEnumerable<string> Events(string section, IReadOnlyList<string>? events) =>
        (events ?? []).Where(one => !NoticeKind.All.Contains(one)).Select(one => $"{section}:Events has '{one}', which does not exist; there are {string.Join(", ", NoticeKind.All)}.");
}

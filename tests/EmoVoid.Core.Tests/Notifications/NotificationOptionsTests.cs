using EmoVoid.Core.Notifications;
using EmoVoid.Core.Notifications.Mqtt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Notifications;

public class NotificationOptionsTests
{
    [Fact]
    public void Every_mistake_is_told_at_once_and_no_secret_is()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<NotificationOptions>(
            ("Webhooks:0:Url", "ftp://host/secret-path"), ("Webhooks:0:Secret", "short"), ("Webhooks:0:Events:0", "run.complete"),
            ("Webhooks:1:Url", "http://me:pass@host/"), ("Webhooks:1:Secret", "0123456789abcdef"), ("Ntfy:Token", "tk"), ("Notifications:Timeout", "00:00:00")));

        Assert.Equal(
            [
                "EmoVoid:Notifications:Timeout must be from 00:00:01 to 00:05:00, but is 00:00:00.",
                "EmoVoid:Webhooks:0:Url is no address that can be posted to; write it as https://host/path.",
                "EmoVoid:Webhooks:0:Events has 'run.complete', which does not exist; there are run.queued, run.started, run.light, run.completed, run.failed, run.paused, run.cancelled, group.ended, inbox.rejected, daemon.warning.",
                "EmoVoid:Webhooks:0:Secret has 5 characters; give it at least 16, as `openssl rand -hex 24` makes.",
                "EmoVoid:Webhooks:1:Url has a user name in it, which is not sent; take it out.",
                "EmoVoid:Ntfy:Topic is missing although there is a Token; name the topic to publish to.",
            ],
            error.Failures);
    }

    [Fact]
    public void Two_webhooks_of_one_host_need_names()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<NotificationOptions>(
            ("Webhooks:0:Url", "http://host/a"), ("Webhooks:0:Secret", "0123456789abcdef"), ("Webhooks:1:Url", "http://host/b"), ("Webhooks:1:Secret", "0123456789abcdef")));
        Assert.Equal(["EmoVoid:Webhooks 0 and 1 are both called 'host'; give each a Name of its own."], error.Failures);
    }

    [Fact]
    public void Every_mistake_of_the_broker_is_told_at_once()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Value<MqttOptions>(
            ("Mqtt:Port", "70000"), ("Mqtt:Password", "hidden"), ("Mqtt:TopicPrefix", "a/#"), ("Mqtt:DeviceId", "my device")));
        Assert.Equal(
            [
                "EmoVoid:Mqtt:Port must be from 1 to 65535, but is 70000.",
                "EmoVoid:Mqtt:Host is missing although there is a User or a Password; name the broker.",
                "EmoVoid:Mqtt:User is missing although there is a Password.",
                "EmoVoid:Mqtt:TopicPrefix must be the beginning of a topic, as emovoid or home/emovoid, but is 'a/#'.",
                "EmoVoid:Mqtt:DeviceId must be 1 to 64 letters, digits, '-' and '_', but is 'my device'.",
            ],
            error.Failures);
    }

    [Fact]
    public void Without_settings_nothing_is_sent_anywhere()
    {
        var options = Value<NotificationOptions>();
        Assert.Empty(options.Webhooks);
        Assert.Null(options.Ntfy.Topic);
        Assert.False(Value<MqttOptions>().IsOn);
    }

    private static T Value<T>(params (string Key, string Value)[] settings)
        where T : class
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => "EmoVoid:" + setting.Key, string? (setting) => setting.Value)).Build();
        using var services = new ServiceCollection().AddNotifications(configuration.GetSection("EmoVoid")).BuildServiceProvider();
        return services.GetRequiredService<IOptions<T>>().Value;
    }
}

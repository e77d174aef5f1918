using EmoVoid.Core.Configuration;
using EmoVoid.Core.Health;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Notifications.Mqtt;
using EmoVoid.Core.Notifications.Receivers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmoVoid.Core.Notifications;

/// <summary>Puts the notifications together.</summary>
public static class NotificationServices
{
    /// <param name="settings">The section <c>EmoVoid</c>.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<NotificationOptions, NotificationOptionsValidator>(settings);
        services.AddSingleton<Outbox>().AddSingleton<RunNotices>().AddSingleton<Posting>().AddSingleton<ReceiverRegistry>();
        services.AddSingleton(all => new TestNotice(all.GetRequiredService<ReceiverRegistry>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRejectionListener, RejectionNotices>().AddSingleton<IHealthWarnings, DeliveryWarnings>();
        // Some of those who warn are told of warnings themselves, so the list is made when it is first asked for.
        services.AddSingleton(all => new Lazy<IEnumerable<IHealthWarnings>>(all.GetServices<IHealthWarnings>));
        services.AddSingleton(all => new Lazy<IEnumerable<IHealthProblems>>(all.GetServices<IHealthProblems>));
        services.AddHostedService<NoticeFeeder>().AddHostedService<DeliveryHost>().AddHostedService<WarningNotices>();
        return AddMqtt(services, settings.GetSection("Mqtt"));
    }

    private static IServiceCollection AddMqtt(IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<MqttOptions, MqttOptionsValidator>(settings);
        services.AddSingleton<MqttStateSource>().AddSingleton<SheetPicture>().AddSingleton<MqttButtons>().AddSingleton<MqttHost>();
        services.AddSingleton<IHealthWarnings>(all => all.GetRequiredService<MqttHost>());
        return services.AddHostedService(all => all.GetRequiredService<MqttHost>());
    }
}

using EmoVoid.Core;
using EmoVoid.Core.Configuration;
using EmoVoid.Core.Housekeeping;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Daemon.Security;

namespace EmoVoid.Daemon.Hosting;

/// <summary>What the daemon and the commands without a daemon have in common: the whole of Core, and all settings.</summary>
internal static class DaemonServices
{
    public static IServiceCollection AddDaemon(this IServiceCollection services, StateFolder state, IConfiguration configuration)
    {
        var settings = configuration.GetSection(Configuration.Section);
        services.AddEmoVoidCore(state, configuration).AddNotifications(settings).AddScheduling(settings).AddHousekeeping(settings);
        services.AddSettings<AccessOptions>(settings);
        services.AddSingleton(new SettingSection("", typeof(ListenOptions), _ => configuration.Get<ListenOptions>() ?? new ListenOptions()));
        return services.AddSingleton<SettingCatalog>();
    }
}

using EmoVoid.Core.States;
using EmoVoid.Daemon.Hosting;

namespace EmoVoid.Daemon.CommandLine;

/// <summary>The daemon's parts for a command that does without a daemon.</summary>
/// <remarks>Nothing of it is started: the state folder and the database stay as they are, and a running daemon is not disturbed.</remarks>
internal static class VerbServices
{
    /// <exception cref="CannotStartException">A setting is unknown or cannot be read. Whether its value is right is found when it is used.</exception>
    public static ServiceProvider Of(ServeSettings settings, Action<IServiceCollection>? more = null)
    {
        var services = Unchecked(settings, more);
        SettingMistakes.Refuse(SettingMistakes.OfKeys(services));
        return services;
    }

    public static ServiceProvider Unchecked(ServeSettings settings, Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddDaemonConfiguration(settings);
        builder.Services.AddDaemon(new StateFolder(settings.StateFolder), builder.Configuration);
        more?.Invoke(builder.Services);
        return builder.Services.BuildServiceProvider();
    }
}

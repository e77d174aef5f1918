using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using Microsoft.Extensions.Options;

namespace EmoVoid.Daemon.Hosting;

/// <summary>What Core offers, with its settings.</summary>
internal static class CoreServices
{
    public static void AddCore(this WebApplicationBuilder builder, StateFolder folders)
    {
        var services = builder.Services;
        var settings = builder.Configuration.GetSection("EmoVoid");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(folders).AddSingleton(new Database(folders.Database)).AddSingleton<DatabaseMigrator>();
        services.AddSingleton<RunStore>().AddSingleton<MetricStore>().AddSingleton<CheckpointStore>();
        services.Configure<TrainerOptions>(settings).AddSingleton<TrainerLocator>();
        services.AddScheduling(settings);
        // The host waits for the trainer's last checkpoint, and a little longer.
        services.AddOptions<HostOptions>().Configure<IOptions<SchedulingOptions>>(
            (host, scheduling) => host.ShutdownTimeout = scheduling.Value.StopTimeout + TimeSpan.FromSeconds(30));
    }
}

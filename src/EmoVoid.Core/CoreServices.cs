using EmoVoid.Core.Configuration;
using EmoVoid.Core.Devices;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Health;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Inbox.Preflight.Rules;
using EmoVoid.Core.Inbox.Uploads;
using EmoVoid.Core.Keys;
using EmoVoid.Core.Models;
using EmoVoid.Core.Models.Downloads;
using EmoVoid.Core.Persistence;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Settings;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using EmoVoid.Core.Trainers.Kohya;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core;

/// <summary>Puts Core together.</summary>
public static class CoreServices
{
    /// <summary>The inbox, the runs and all they stand on. Hosted services start in the order of their registration, so this comes first.</summary>
    /// <param name="state">Where everything is kept; made ready when the host starts, and not touched before.</param>
    /// <param name="configuration">Its section <c>EmoVoid</c> is read; what is wrong in it is told at start, all at once.</param>
    public static IServiceCollection AddEmoVoidCore(this IServiceCollection services, StateFolder state, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(state).AddSingleton<ReturnedFolders>();
        AddSettings(services, configuration.GetSection("EmoVoid"));
        services.AddSingleton<ScheduleClock>().AddSingleton<RunHours>().AddSingleton<Timetable>();

        services.AddSingleton(new Database(state.Database)).AddSingleton<DatabaseMigrator>().AddSingleton<DatabaseBackups>().AddSingleton<DatabaseRescue>();
        services.AddSingleton<IHealthWarnings>(provider => provider.GetRequiredService<DatabaseRescue>());
        services.AddSingleton<RunFeed>().AddSingleton<RunStore>().AddSingleton<GroupStore>().AddSingleton<QueueStore>().AddSingleton<RunEventRows>();
        services.AddSingleton<RunSearch>().AddSingleton<MetricReader>().AddSingleton<MetricSeries>().AddSingleton<QueuePositions>();
        services.AddSingleton<MetricStore>().AddSingleton<CheckpointStore>().AddSingleton<ValidationStore>().AddSingleton<SettingStore>().AddSingleton<RecycleBin>();
        services.AddSingleton<KeyStore>().AddSingleton<Keyring>().AddSingleton<WrongKeyLimit>();
        services.AddSingleton<RuntimeSettings>().AddSingleton(RuntimeSetting.QueueHeld);

        services.AddSingleton<ModelCatalog>();
        services.AddSingleton(provider => new TrainerLocator(provider.GetRequiredService<IOptions<TrainerOptions>>()));

        services.AddSingleton<OwnTrainer>().AddSingleton<ITrainerKind>(provider => provider.GetRequiredService<OwnTrainer>()).AddSingleton<ITrainerKind, KohyaTrainer>().AddSingleton<TrainerKinds>();
        services.AddSingleton<KohyaScripts>().AddSingleton<KohyaPython>().AddSingleton<KohyaCheck>();

        services.AddSingleton<ExecutorDevices>();
        services.AddSingleton<IImageInspector, TrainerImageInspector>().AddSingleton<ITrainerDevices, TrainerDevices>().AddSingleton<FolderCheck>();
        AddRules(services);

        services.AddSingleton<RunPlanBuilder>().AddSingleton<Intake>().AddSingleton<InboxCounter>().AddSingleton<ZipUploads>().AddSingleton<InboxWatcher>();
        services.AddSingleton<IHealthWarnings>(provider => provider.GetRequiredService<InboxWatcher>());
        services.AddHostedService<CoreStart>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWatcher>());
        return services;
    }

    private static void AddSettings(IServiceCollection services, IConfigurationSection settings)
    {
        services.AddSettings<TrainerOptions, TrainerOptionsValidator>(settings);
        services.AddSettings<ModelsOptions, ModelsOptionsValidator>(settings);
        services.AddSettings<ModelSourcesOptions, ModelSourcesOptionsValidator>(settings.GetSection("ModelSources"));
        services.AddSingleton<ConfiguredModelSources>();
        services.AddSettings<InboxOptions>(settings.GetSection("Inbox"));
        services.AddSettings<ScheduleOptions, ScheduleOptionsValidator>(settings.GetSection("Schedule"));
        services.AddSettings<KohyaOptions, KohyaOptionsValidator>(settings.GetSection("Kohya"));
        services.AddSettings<ExecutorsOptions, ExecutorOptionsValidator>(settings);
    }

    // In the order in which a person would want to read their findings.
    private static void AddRules(IServiceCollection services) => services
        .AddSingleton<IPreflightRule, SidecarRule>()
        .AddSingleton<IPreflightRule, DatasetConfigRule>()
        .AddSingleton<IPreflightRule, ScheduleRule>()
        .AddSingleton<IPreflightRule, ModelRule>()
        .AddSingleton<IPreflightRule, KohyaRule>()
        .AddSingleton<IPreflightRule, ExecutorRule>()
        .AddSingleton<IPreflightRule, DeviceRule>()
        .AddSingleton<IPreflightRule, RankRule>()
        .AddSingleton<IPreflightRule, MemoryRule>()
        .AddSingleton<IPreflightRule, HasImagesRule>()
        .AddSingleton<IPreflightRule, ReadableImagesRule>()
        .AddSingleton<IPreflightRule, CaptionedImagesRule>()
        .AddSingleton<IPreflightRule, CaptionHasImageRule>()
        .AddSingleton<IPreflightRule, MasksRule>()
        .AddSingleton<IPreflightRule, NetworkRule>()
        .AddSingleton<IPreflightRule, ReadableTextsRule>()
        .AddSingleton<IPreflightRule, TextEncodingsRule>()
        .AddSingleton<IPreflightRule, FileNamesRule>()
        .AddSingleton<IPreflightRule, LinksRule>()
        .AddSingleton<IPreflightRule, SpecialFilesRule>()
        .AddSingleton<IPreflightRule, RepeatsRule>()
        .AddSingleton<IPreflightRule, FreeSpaceRule>()
        .AddSingleton<IPreflightRule, AlphaRule>()
        .AddSingleton<IPreflightRule, ResolutionRule>()
        .AddSingleton<IPreflightRule, ValidationRule>()
        .AddSingleton<IPreflightRule, LongCaptionsRule>()
        .AddSingleton<IPreflightRule, BatchesRule>()
        .AddSingleton<IPreflightRule, SamplesRule>()
        .AddSingleton<IPreflightRule, EmptyCaptionsRule>()
        .AddSingleton<IPreflightRule, RepeatedImagesRule>()
        .AddSingleton<IPreflightRule, OtherFilesRule>();
}

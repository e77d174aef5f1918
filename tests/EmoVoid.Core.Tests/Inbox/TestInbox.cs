using EmoVoid.Core.Devices;
using EmoVoid.Contracts.Inspection;
using EmoVoid.Core.Inbox;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>Core as the daemon puts it together, on a real folder and database; pictures are looked at by a stand-in for the trainer.</summary>
public sealed class TestInbox : IDisposable
{
    /// <summary>The built-in model, which these folders are for, is too small for the default alpha, and that is said.</summary>
    public const string FittingAlpha = "train.alpha = 32";

    private readonly TemporaryFolder temporary = new();
    private readonly ServiceProvider services;

    public TestInbox(TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        State = new StateFolder(temporary.Path);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        services = new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>))
            .AddEmoVoidCore(State, configuration)
            .AddSingleton<IImageInspector>(Inspector)
            .AddSingleton<ITrainerDevices>(Devices)
            .BuildServiceProvider();
        Start = services.GetServices<IHostedService>().First();
        Start.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        Tracker = new InboxTracker(State, services.GetRequiredService<IOptions<InboxOptions>>(), services.GetRequiredService<TimeProvider>());
    }

    public StateFolder State { get; }
    public FakeInspector Inspector { get; } = new();
    public FakeDevices Devices { get; } = new();
    internal IHostedService Start { get; }
    internal InboxTracker Tracker { get; }
    public Intake Intake => services.GetRequiredService<Intake>();
    public FolderCheck Check => services.GetRequiredService<FolderCheck>();
    public RunStore Runs => services.GetRequiredService<RunStore>();
    public Core.Groups.GroupStore Groups => services.GetRequiredService<Core.Groups.GroupStore>();
    public RunPlanBuilder Plans => services.GetRequiredService<RunPlanBuilder>();
    public InboxWatcher Watcher => services.GetRequiredService<InboxWatcher>();

    /// <summary>A file in the inbox; its folders are made.</summary>
    public string Put(string name, string text = "") => temporary.Write(Path.Combine("inbox", name), text);

    /// <summary>A folder with pictures, captions, and with a sidecar unless that is null.</summary>
    public string PutDataset(string name, int images = 3, string? sidecar = FittingAlpha)
    {
        for (var i = 1; i <= images; i++)
        {
            Put($"{name}/{i}.png", $"picture {i} of {name}");
            Put($"{name}/{i}.txt", $"caption {i}\n");
        }

        if (sidecar is not null)
            Put($"{name}/emovoid.toml", sidecar);
        return Path.Combine(State.Inbox, name);
    }

    /// <summary>Checks a folder of the inbox.</summary>
    public Task<PreflightReport> CheckAsync(string name) => Check.CheckAsync(Path.Combine(State.Inbox, name));

    /// <summary>Takes every folder that has settled.</summary>
    public async Task TakeAsync()
    {
        foreach (var folder in Tracker.Scan())
            await Intake.TakeAsync(folder, CancellationToken.None);
    }

    /// <summary>Names and contents of all files below a folder.</summary>
    public static SortedDictionary<string, string> Content(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText), StringComparer.Ordinal);

    public void Dispose()
    {
        services.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        temporary.Dispose();
    }
}

/// <summary>A machine without a GPU, unless a test gives it one.</summary>
public sealed class FakeDevices : ITrainerDevices
{
    public DeviceInspection There { get; set; } = new("2.10.0", ["cpu"], null);

    public DeviceInspection? Known => There;

    public Task<DeviceInspection> ListAsync(CancellationToken cancel) => Task.FromResult(There);
}

/// <summary>Takes a picture for broken, or for square, when its text says so.</summary>
public sealed class FakeInspector : IImageInspector
{
    /// <summary>Done before an answer, as to change the folder while it is checked.</summary>
    public Action? Meanwhile { get; set; }

    public Task<IReadOnlyList<ImageInspection>> InspectAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        Meanwhile?.Invoke();
        return Task.FromResult<IReadOnlyList<ImageInspection>>([.. files.Select(Inspect)]);
    }

    private static ImageInspection Inspect(string file) => File.ReadAllText(file).StartsWith("broken", StringComparison.Ordinal)
        ? new ImageInspection(file, null, null, "it ends too early")
        : File.ReadAllText(file).StartsWith("square", StringComparison.Ordinal)
        ? new ImageInspection(file, 480, 480, null)
        : new ImageInspection(file, 640, 480, null);
}

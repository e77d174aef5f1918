using EmoVoid.Core.Devices;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Core.Tests.Inbox;
using EmoVoid.Core.Tests.Models;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmoVoid.Core.Tests.Trainers.Kohya;

/// <summary>Inbox, queue and executor as the daemon has them, with the stand-in for kohya's scripts as a real child process.</summary>
internal sealed class KohyaDaemon : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly IHost host;

    private KohyaDaemon(KohyaStandIn scripts, (string Key, string Value)[] settings)
    {
        Scripts = scripts;
        FakeModel.WriteComfyUI(folder);
        State = new StateFolder(folder["state"]);
        Directory.CreateDirectory(State.Root);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmoVoid:Kohya:Scripts"] = scripts.Home,
            ["EmoVoid:DefaultModel"] = "anima",
            ["EmoVoid:Models:anima:ComfyUI"] = folder["models"],
            ["EmoVoid:Inbox:SettleSeconds"] = "0.3",
            ["EmoVoid:RetryDelay"] = "00:00:00.100",
            ["EmoVoid:MinimumFreeMegabytes"] = "0",
        }.Concat(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))).Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddEmoVoidCore(State, configuration).AddScheduling(configuration.GetSection("EmoVoid"));
        builder.Services.AddSingleton<IImageInspector>(new FakeInspector()).AddSingleton<ITrainerDevices>(new FakeDevices());
        host = builder.Build();
    }

    public KohyaStandIn Scripts { get; }

    public StateFolder State { get; }

    public RunStore Runs => Get<RunStore>();

    public RunCommands Commands => Get<RunCommands>();

    public IReadOnlyList<Metric> Metrics(string run) => Get<MetricStore>().List(run);

    public IReadOnlyList<Checkpoint> Checkpoints(string run) => Get<CheckpointStore>().List(run);

    public string OutputOf(string run, params string[] parts) => Path.Combine([State.OutputOf(run), .. parts]);

    public string CheckpointOf(string run, int step) => Get<RunOutput>().CheckpointOf(run, Checkpoints(run).Single(checkpoint => checkpoint.Step == step));

    public static async Task<KohyaDaemon> Start(KohyaStandIn scripts, params (string Key, string Value)[] settings)
    {
        Assert.SkipWhen(KohyaStandIn.Python is null, KohyaStandIn.NoPython);
        var daemon = new KohyaDaemon(scripts, settings);
        await daemon.host.StartAsync();
        return daemon;
    }

    /// <summary>Puts a folder of three pictures into the inbox and waits until it is a run of that name.</summary>
    public async Task Drop(string name, string sidecar)
    {
        for (var i = 1; i <= 3; i++)
        {
            folder.Write($"state/inbox/{name}/{i}.png", $"picture {i}");
            folder.Write($"state/inbox/{name}/{i}.txt", $"caption {i}\nin a second line\n");
        }

        folder.Write($"state/inbox/{name}/emovoid.toml", sidecar);
        await Wait.Until(() => Runs.Find(name) is not null || Directory.EnumerateFileSystemEntries(State.Failed).Any(), "the folder to be taken");
        Assert.True(Runs.Find(name) is not null, string.Join('\n', Directory.EnumerateFiles(State.Failed, "*.txt", SearchOption.AllDirectories).Select(File.ReadAllText)));
    }

    public Task Until(string run, RunState state) => Wait.Until(
        () => Runs.Get(run) is var now && (now.State == state || (now.State.IsOver() && state != now.State)),
        () => $"{Runs.Get(run)}\n{(File.Exists(State.TrainerLogOf(run)) ? File.ReadAllText(State.TrainerLogOf(run)) : "no log")}");

    public async ValueTask DisposeAsync()
    {
        Scripts.Go();
        await host.StopAsync();
        host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Scripts.Dispose();
        folder.Dispose();
    }

    private T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();
}

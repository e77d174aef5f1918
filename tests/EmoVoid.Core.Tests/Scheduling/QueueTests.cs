using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Settings;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>The queue as the daemon has it, with Quartz and a real database; only the trainers are told what to do by the test.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly StageExecutor _stage = new(places: ["cuda:0", "cuda:1"]);
    private IHost _host = null!;

    private RunStore Runs => _host.Services.GetRequiredService<RunStore>();

    private RunCommands Commands => _host.Services.GetRequiredService<RunCommands>();

    private QueueView View => _host.Services.GetRequiredService<QueueView>();

    public async ValueTask InitializeAsync()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmoVoid:LookEvery"] = "1.00:00:00", // what is tested here is told, not found by looking around
            ["EmoVoid:RetryDelay"] = "00:00:00.100",
            ["EmoVoid:MinimumFreeMegabytes"] = "0",
        }).Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddEmoVoidCore(new StateFolder(_folder.Path), settings).AddScheduling(settings.GetSection("EmoVoid"));
        builder.Services.RemoveAll<IExecutor>();
        builder.Services.AddSingleton<IExecutor>(_stage);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var act in _stage.Acts)
            act.Kill();
        await _host.StopAsync();
        _host.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task As_many_runs_are_at_work_as_there_are_devices_and_each_device_has_one()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            Queue(name);
        await Until(() => _stage.Acts.Count == 2, "two starts");
        Assert.Equal([("a", "cuda:0"), ("b", "cuda:1")], _stage.Acts.Select(act => (act.Run, act.Place)).Order());
        await Until(() => View.Of("c") is not null && View.Of("d") is not null, "the others to know why they wait");
        Assert.Equal(new RunWait(WaitKind.Device, "Every place is taken."), View.Of("c"));

        _stage.Of("b").Finish();
        await Until(() => _stage.Acts.Count == 3, "the third");
        Assert.Equal(("c", "cuda:1"), (_stage.Acts[2].Run, _stage.Acts[2].Place));
        await Until(() => Runs.Get("b").State == RunState.Completed, "the end of b");
    }

    [Fact]
    public async Task A_run_that_fails_or_breaks_the_program_leaves_the_way_free()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            Queue(name);
        await Until(() => _stage.Acts.Count == 2, "two starts");
        _stage.Of("a").End(4);
        _stage.BreakNextStart = true;
        await Until(() => Runs.Get("a").State == RunState.Failed && Runs.Get("c").State == RunState.Failed && _stage.Acts.Any(act => act.Run == "d"), "d to start");
        Assert.Contains("could not carry the run on: the stage is broken", Runs.Get("c").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_queue_is_held_and_released()
    {
        _host.Services.GetRequiredService<SettingStore>().Set(SettingNames.QueueHeld, true);
        Queue("a");
        await Until(() => View.Of("a") is { Kind: WaitKind.Hold }, "a to be held");
        _host.Services.GetRequiredService<SettingStore>().Set(SettingNames.QueueHeld, false);
        Commands.SetPriority("a", 1); // any news make the queue look
        await Until(() => _stage.Acts.Count == 1, "a to start");
    }

    [Fact]
    public async Task A_paused_run_leaves_its_device_to_the_next_and_comes_back_when_it_is_resumed()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Queue(name);
        await Until(() => _stage.Acts.Count == 2, "two starts");
        Commands.Pause("a");
        await Until(() => _stage.Of("a").IsAskedToLeave, "a to be asked");
        Assert.Equal(RunState.Preparing, Runs.Get("a").State);
        _stage.Of("a").End((int)TrainerExitCode.Stopped);
        await Until(() => Runs.Get("a").State == RunState.Paused && _stage.Acts.Any(act => act.Run == "c"), "c to take its place");

        Commands.Resume("a");
        _stage.Of("b").Finish();
        await Until(() => _stage.Acts.Count(act => act.Run == "a") == 2, "a to come back");
    }

    [Fact]
    public async Task A_run_with_a_start_time_waits_for_it_and_says_so()
    {
        Queue("a", startAt: TimeProvider.System.GetUtcNow().AddHours(3));
        await Until(() => View.Of("a") is { Kind: WaitKind.Schedule, Until: not null }, "a to wait");
        Runs.Set("a", new RunColumns().StartAt(TimeProvider.System.GetUtcNow().AddSeconds(1)));
        await Until(() => _stage.Acts.Count == 1, "the alarm to ring");
    }

    [Fact]
    public async Task A_trainer_that_breaks_is_started_again_after_its_delay()
    {
        Queue("a");
        await Until(() => _stage.Acts.Count == 1, "the start");
        _stage.Of("a").End(137);
        await Until(() => _stage.Acts.Count == 2, "the second start");
        Assert.Equal(1, Runs.Get("a").Failures);
    }

    [Fact]
    public async Task A_daemon_that_stops_asks_every_trainer_to_leave_and_waits_for_them()
    {
        foreach (var name in new[] { "a", "b", "c" })
            Queue(name);
        await Until(() => _stage.Acts.Count == 2, "two starts");
        foreach (var act in _stage.Acts)
            act.WhenAskedToLeave(() => act.End((int)TrainerExitCode.Stopped));
        await _host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal([RunState.Queued, RunState.Queued, RunState.Queued], new[] { "a", "b", "c" }.Select(run => Runs.Get(run).State));
        Assert.Equal("The daemon was stopped. It starts afresh, since nothing was saved yet.", Runs.Get("a").Message);
    }

    private static Task Until(Func<bool> condition, string what) => Wait.Until(condition, what);

    private void Queue(string name, DateTimeOffset? startAt = null)
    {
        var folders = _host.Services.GetRequiredService<StateFolder>();
        Runs.Create(TestState.NewRun(name) with { StartAt = startAt }, id =>
        {
            Directory.CreateDirectory(folders.DatasetOf(id));
            Directory.CreateDirectory(folders.CheckpointsOf(id));
            TestState.Plan(folders, id).Write(folders.PlanOf(id));
        });
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EmoVoid.Core.Tests.Scheduling.Hours;

/// <summary>The queue as the daemon has it, and hours that end and begin again.</summary>
public sealed class HoursQueueTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StageExecutor _stage = new(places: ["cuda:0"]);

    // Quartz goes by it too.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 10, 6, 58, 0, TimeSpan.Zero));
    private IHost _host = null!;

    private RunStore Runs => _host.Services.GetRequiredService<RunStore>();

    private QueueView View => _host.Services.GetRequiredService<QueueView>();

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
    public async Task At_the_end_of_its_hours_a_run_saves_and_leaves_and_when_they_begin_again_it_comes_back()
    {
        await Start(_clock);
        Queue("a");
        await Until(() => _stage.Acts.Count == 1, "the start");
        _stage.Of("a").WhenAskedToLeave(() => _stage.Of("a").End((int)TrainerExitCode.Stopped));
        _clock.SetUtcNow(At(10, 7).AddSeconds(-1));
        Assert.Equal(At(10, 7), await _host.Services.GetRequiredService<QueueLook>().Look()); // the alarm is set for the very end
        Assert.False(_stage.Of("a").IsAskedToLeave);

        await Until(() => Runs.Get("a").State == RunState.Queued && View.Of("a") is not null, "the alarm to ring, and a to leave and wait");
        Assert.InRange(_clock.GetUtcNow(), At(10, 7), At(10, 8));
        Assert.Equal(
            "The daemon trains only within 22:00-07:00; the next time begins at 2030-01-10 22:00 +00:00. It starts afresh, since nothing was saved yet.", Runs.Get("a").Message);
        Assert.Equal((WaitKind.Schedule, At(10, 22)), (View.Of("a")!.Kind, View.Of("a")!.Until));

        _clock.SetUtcNow(At(10, 22).AddSeconds(-1));
        await Until(() => _stage.Acts.Count == 2, "a to come back");
        Assert.InRange(_clock.GetUtcNow(), At(10, 22), At(10, 23));
    }

    [Fact]
    public async Task In_the_last_minute_of_the_hours_nothing_is_started_any_more()
    {
        _clock.Advance(TimeSpan.FromSeconds(61));
        await Start(_clock);
        Queue("a");
        await Until(() => View.Of("a") is { Kind: WaitKind.Schedule }, "a to wait");
        Assert.Equal(At(10, 22), View.Of("a")!.Until);
    }

    [Fact]
    public async Task The_alarm_rings_when_a_rule_has_said_that_it_will_speak_against_a_run_at_work()
    {
        var end = TimeProvider.System.GetUtcNow().AddSeconds(1);
        await Start(TimeProvider.System, new EndsAt(end));
        Queue("a");
        await Wait.Until(() => _stage.Acts.Count == 1 && _stage.Of("a").IsAskedToLeave, "a to be asked");
        Assert.True(TimeProvider.System.GetUtcNow() >= end);
    }

    private static DateTimeOffset At(int day, int hour) => new(2030, 1, day, hour, 0, 0, TimeSpan.Zero);

    private Task Until(Func<bool> condition, string what) => Wait.Until(condition, what, meanwhile: () => _clock.Advance(TimeSpan.FromMilliseconds(50)));

    private async Task Start(TimeProvider time, IStartRule? rule = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmoVoid:LookEvery"] = "1.00:00:00",
            ["EmoVoid:MinimumFreeMegabytes"] = "0",
            ["EmoVoid:Schedule:Hours"] = rule is null ? "22:00-07:00" : null,
            ["EmoVoid:Schedule:TimeZone"] = "UTC",
        }).Build();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(time).AddLogging().AddEmoVoidCore(new StateFolder(_folder.Path), settings).AddScheduling(settings.GetSection("EmoVoid"));
        builder.Services.RemoveAll<IExecutor>();
        builder.Services.AddSingleton<IExecutor>(_stage);
        if (rule is not null)
            builder.Services.AddSingleton(rule);
        _host = builder.Build();
        await _host.StartAsync();
    }

    private void Queue(string name)
    {
        var folders = _host.Services.GetRequiredService<StateFolder>();
        Runs.Create(TestState.NewRun(name), id =>
        {
            Directory.CreateDirectory(folders.DatasetOf(id));
            TestState.Plan(folders, id).Write(folders.PlanOf(id));
        });
    }

    private sealed class EndsAt(DateTimeOffset end) : IStartRule
    {
        public bool AppliesAtWork => true;

        public RunWait? Check(Run run, DateTimeOffset now) => now >= end && run.State.IsAtWork() ? new RunWait(WaitKind.Schedule, "It is over.") : null;

        public DateTimeOffset? Changes(Run run, DateTimeOffset now) => end;
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Devices.Gpus;
using EmoVoid.Core.Groups;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Executors;
using EmoVoid.Core.Executors.Local;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Scheduling.Hours;
using EmoVoid.Core.Scheduling.Neighbours;
using EmoVoid.Core.Settings;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using EmoVoid.Core.Tests.Devices.Gpus;
using EmoVoid.Core.Tests.Inbox;
using EmoVoid.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A real child process that says and does what a test tells it, and all that follows it.</summary>
internal sealed class ScriptedTrainer : IDisposable
{
    private readonly TemporaryFolder _programs = new();
    private readonly Launcher _launcher = new(Options.Create(new TrainerOptions()));
    private string _program = "/no/program/yet";

    public TestState State { get; } = new();

    public Activity Activity { get; } = new();

    public RunOutput Output => new(State.Folder, SampleFiles, Plotter, State.Runs, new MetricSeries(State.Database), State.Checkpoints, State.Validations, Advice, State.Clock, NullLogger<RunOutput>.Instance);

    public LossPlotter Plotter => new(State.Folder, State.Runs, new MetricSeries(State.Database), State.Checkpoints, State.Validations, NullLogger<LossPlotter>.Instance);

    public RunAdvice Advice => new(new MetricSeries(State.Database), State.Checkpoints, State.Validations);

    public SampleFiles SampleFiles => new(State.Folder);

    public SchedulingOptions Scheduling { get; } = new() { StopTimeout = TimeSpan.FromSeconds(60), SampleTimeout = TimeSpan.FromMinutes(5) };

    private TrainerKinds Trainers => new([new OwnTrainer(new TrainerLocator(Options.Create(new TrainerOptions { TrainerPath = _program })), State.Folder, Settings)], State.Folder);

    private IOptions<SchedulingOptions> Settings => Options.Create(Scheduling);

    public RunEnding Ending => new(
        State.Runs, State.Checkpoints, Output, Plotter, new ReturnedFolders(State.Folder),
        new SecondChance(new LeanerMemory(State.Folder), Settings, State.Clock), Trainers, State.Folder, NullLogger<RunEnding>.Instance);

    public RunRecovery Recovery => new(
        State.Runs, State.Queue, new ExecutorRegistry([Executor]), AtWork, Follower, Ending, Output, State.Folder, NullLogger<RunRecovery>.Instance);

    /// <summary>Nobody is at work: these tests follow a run by hand.</summary>
    public RunsAtWork AtWork { get; } = new(null!, new NoDaemon(), TimeProvider.System);

    public RunCommands Commands => new(
        State.Runs, AtWork, Ending, Activity, State.Folder, new RecycleBin(State.Folder, new ReturnedFolders(State.Folder), State.Clock), GroupEnding);

    public GroupEnding GroupEnding => field ??= new(
        State.Groups, new GroupReports(State.Groups, State.Runs), new GroupPlotter(new MetricReader(State.Database), NullLogger<GroupPlotter>.Instance), State.Runs,
        new ReturnedFolders(State.Folder), State.Folder, State.Clock);

    public LocalExecutor Executor => new(
        _launcher, Trainers, new PlannedDevice(State.Folder, new FakeDevices()), Neighbours, Settings,
        TimeProvider.System, NullLogger<LocalExecutor>.Instance);

    private Neighbourhood Neighbours => new(
        new FakeGpus(State.Clock), new GpuYield(new SettingStore(State.Database), State.Clock), new ScheduleClock(Options.Create(new ScheduleOptions()), State.Clock),
        Options.Create(new GpuOptions()));

    private RunFollower Follower
    {
        get
        {
            var attendance = new Attendance(Settings, TimeProvider.System);
            var planner = new SamplePlanner(State.Folder, SampleFiles, State.Checkpoints, Advice);
            var samples = new SampleMaker(
                planner, SampleFiles, State.Runs, Activity, attendance, State.Folder, Settings, TimeProvider.System, NullLogger<SampleMaker>.Instance);
            return new RunFollower(
                State.Runs, State.Metrics, State.Checkpoints, State.Validations, State.Feed, samples, Ending, Activity, attendance, State.Folder, Settings, NullLogger<RunFollower>.Instance);
        }
    }

    /// <summary>Shell that says an event.</summary>
    public static string Say(TrainerEvent said) => $"echo '{said.ToJsonLine().Replace("'", "'\\''")}'";

    /// <summary>Shell that takes a step and saves a checkpoint after it.</summary>
    public static string StepAndSave(int step) => string.Join('\n',
        Say(new Stepped(step, 0.05, 1e-4, 0.1, 0.05, false, 0.5)),
        $"mkdir -p checkpoints && echo lora > checkpoints/step-{step}.safetensors && echo state > checkpoints/state.safetensors",
        Say(new CheckpointSaved(step, $"step-{step}.safetensors", 5, "00", CheckpointReason.Interval)));

    /// <summary>A queued run with its claimed folder.</summary>
    public Run Queue(string name, string keep = "all", params string[] heldOut) => State.Runs.Create(TestState.NewRun(name) with { Keep = keep, HeldOut = heldOut }, id =>
    {
        Directory.CreateDirectory(State.Folder.DatasetOf(id));
        File.WriteAllText(Path.Combine(State.Folder.DatasetOf(id), "a.png"), "a picture");
        TestState.Plan(State.Folder, id).Write(State.Folder.PlanOf(id));
    });

    /// <summary>The trainer of the runs that are followed from now on is this shell script; it starts in the run's work folder.</summary>
    public void Write(string script)
    {
        _program = _programs.Write("trainer", "#!/bin/bash\n" + script);
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    /// <summary>Follows a run whose trainer is this shell script.</summary>
    public async Task Follow(Run run, string script, RunStop? stop = null)
    {
        Write(script);
        using var never = new RunStop(CancellationToken.None);
        await Follower.Follow(run, Executor, "cpu", stop ?? never);
    }

    public void Dispose()
    {
        AtWork.Dispose();
        _launcher.Dispose();
        State.Dispose();
        _programs.Dispose();
    }
}

/// <summary>A daemon that never stops.</summary>
internal sealed class NoDaemon : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;
    public CancellationToken ApplicationStopping => CancellationToken.None;
    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication()
    {
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Samples;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.States;
using EmoVoid.Core.Trainers;
using EmoVoid.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A real child process that says and does what a test tells it, and all that follows it.</summary>
internal sealed class ScriptedTrainer : IDisposable
{
    private readonly TemporaryFolder _programs = new();

    public TestState State { get; } = new();

    public Activity Activity { get; } = new();

    public RunOutput Output => new(State.Folder, SampleFiles, Plotter, State.Runs, State.Metrics, State.Checkpoints, Advice, State.Clock, NullLogger<RunOutput>.Instance);

    public LossPlotter Plotter => new(State.Folder, State.Runs, new MetricSeries(State.Database), State.Checkpoints, NullLogger<LossPlotter>.Instance);

    public RunAdvice Advice => new(State.Metrics, State.Checkpoints);

    public SampleFiles SampleFiles => new(State.Folder);

    public RunEnding Ending =>
        new(State.Runs, State.Checkpoints, Output, Plotter, new FailedFolder(State.Folder), State.Folder, NullLogger<RunEnding>.Instance);

    public RunRecovery Recovery => new(State.Runs, Ending, Output, State.Folder, NullLogger<RunRecovery>.Instance);

    /// <summary>Shell that says an event.</summary>
    public static string Say(TrainerEvent said) => $"echo '{said.ToJsonLine().Replace("'", "'\\''")}'";

    /// <summary>Shell that takes a step and saves a checkpoint after it.</summary>
    public static string StepAndSave(int step) => string.Join('\n',
        Say(new Stepped(step, 0.05, 1e-4, 0.1, 0.05, false, 0.5)),
        $"mkdir -p checkpoints && echo lora > checkpoints/step-{step}.safetensors && echo state > checkpoints/state.safetensors",
        Say(new CheckpointSaved(step, $"step-{step}.safetensors", 5, "00", CheckpointReason.Interval)));

    /// <summary>A queued run with its claimed folder.</summary>
    public Run Queue(string name) => State.Runs.Create(TestState.NewRun(name), id =>
    {
        Directory.CreateDirectory(State.Folder.DatasetOf(id));
        File.WriteAllText(Path.Combine(State.Folder.DatasetOf(id), "a.png"), "a picture");
    });

    /// <summary>Follows a run whose trainer is this shell script; it starts in the run's work folder.</summary>
    public async Task Follow(Run run, string script, CancellationTokenSource? stopping = null, TimeSpan? stopTimeout = null, TimeSpan? sampleTimeout = null)
    {
        var program = _programs.Write("trainer", "#!/bin/bash\n" + script);
#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        var locator = new TrainerLocator(Options.Create(new TrainerOptions { TrainerPath = program }));
        var options = Options.Create(new SchedulingOptions { StopTimeout = stopTimeout ?? TimeSpan.FromSeconds(60), SampleTimeout = sampleTimeout ?? TimeSpan.FromMinutes(5) });
        var planner = new SamplePlanner(State.Folder, SampleFiles, State.Checkpoints, Advice);
        var samples = new SampleMaker(
            planner, SampleFiles, State.Runs, Activity, State.Folder, locator, options, TimeProvider.System, NullLogger<SampleMaker>.Instance);
        var follower = new RunFollower(
            State.Runs, State.Metrics, State.Checkpoints, samples, Ending, Activity, State.Folder,
            locator, options, TimeProvider.System, NullLogger<RunFollower>.Instance);
        await follower.Follow(run, stopping?.Token ?? CancellationToken.None);
    }

    public void Dispose()
    {
        State.Dispose();
        _programs.Dispose();
    }
}

using System.Text.Json.Nodes;
using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Core.Tests.Scheduling;
using EmoVoid.Testing;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Samples;

/// <summary>A trained run is completed, whatever becomes of its sample pictures.</summary>
public sealed class SampleMakerTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task The_sheet_is_made_of_the_base_and_the_candidates_and_lies_in_the_output()
    {
        var run = Queue();

        await _trainer.Follow(run, Training($"""
            cp "$2" ../asked.json
            {Say(new Preparing("samples", 1, 3))}
            echo sheet > samples.png
            """));

        var output = State.Folder.OutputOf(run.Id);
        var plan = SamplePlan.Read(Path.Combine(State.Folder.Work, "asked.json"));
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "report.json")))!;
        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Empty(State.Runs.Notes(run.Id));
        Assert.Equal("sheet\n", File.ReadAllText(Path.Combine(output, "samples.png")));
        Assert.Equal(["base", "step 2 – recommended", "step 1"], plan.Columns.Select(column => column.Title));
        Assert.Equal([null, "step-2.safetensors", "step-1.safetensors"], plan.Columns.Select(column => column.Lora is { } file ? Path.GetFileName(file) : null));
        Assert.Contains("score", plan.Columns[1].Subtitle);
        Assert.Equal((4, 1.0, "cpu"), (plan.Rank, plan.Alpha, plan.Device));
        Assert.Equal("samples.png", (string?)report["samples"]!["file"]);
        Assert.Equal("a cat", (string?)report["samples"]!["settings"]!["prompts"]![0]);
        Assert.Contains("](samples.png)", File.ReadAllText(Path.Combine(output, "report.md")));
    }

    [Theory]
    [InlineData("exit 139", "There are no sample pictures: The trainer died of signal 11.")]
    [InlineData("kill -9 $$", "There are no sample pictures: The trainer was killed (SIGKILL)")]
    [InlineData("true", "There are no sample pictures: the trainer made none and gave no reason.")]
    [InlineData("FAILED", "There are no sample pictures: The memory ran out.")]
    public async Task A_trainer_that_makes_no_sheet_leaves_a_note_and_the_run_completed(string script, string note)
    {
        var run = Queue();
        if (script == "FAILED")
            script = Say(new Failed(TrainerExitCode.OutOfMemory, "The memory ran out.")) + "\nexit 6";

        await _trainer.Follow(run, Training(script));

        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.StartsWith(note, Assert.Single(State.Runs.Notes(run.Id)), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(State.Folder.OutputOf(run.Id), "samples.png")));
        Assert.Contains(note, File.ReadAllText(Path.Combine(State.Folder.OutputOf(run.Id), "report.md")));
    }

    [Fact]
    public async Task Pictures_that_take_too_long_are_given_up()
    {
        var run = Queue();
        _trainer.Scheduling.SampleTimeout = TimeSpan.FromMilliseconds(300);

        await _trainer.Follow(run, Training("while true; do sleep 0.05; done"));

        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Contains("they took longer than 00:00:00.3", Assert.Single(State.Runs.Notes(run.Id)));
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_costs_the_pictures_alone()
    {
        var run = Queue();
        File.WriteAllText(State.Folder.PlanOf(run.Id), "{");

        await _trainer.Follow(run, Training("true"));

        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Contains("is not a run plan", Assert.Single(State.Runs.Notes(run.Id)));
    }

    [Fact]
    public async Task A_daemon_that_stops_meanwhile_lets_the_run_wait_without_a_note()
    {
        var run = Queue();
        using var stopping = new RunStop(CancellationToken.None);

        var following = _trainer.Follow(run, Training("touch sampling\nwhile true; do sleep 0.05; done"), stopping);
        await Wait.Until(() => File.Exists(Path.Combine(State.Folder.WorkOf(run.Id), "sampling")), "the sampling");
        stopping.Ask(StopReason.Daemon);
        await following;

        Assert.Equal(RunState.Queued, State.Runs.Get(run.Id).State);
        Assert.Empty(State.Runs.Notes(run.Id));
        Assert.False(Directory.Exists(State.Folder.OutputOf(run.Id)));
    }

    [Fact]
    public async Task A_run_that_asks_for_none_starts_no_second_trainer()
    {
        var run = Queue(samples: false);

        await _trainer.Follow(run, Training("exit 1"));

        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Empty(State.Runs.Notes(run.Id));
    }

    /// <summary>A trainer that trains two steps, and does something else when it is to sample.</summary>
    private static string Training(string sampling) => $"""
        if [ "$1" = sample ]; then
        {sampling}
        exit $?
        fi
        {Say(new Stepped(1, 0.05, 1e-4, 0.1, 0.05, false, 0.5))}
        {StepAndSave(1)}
        {StepAndSave(2).Replace("\"lit\":false", "\"lit\":true", StringComparison.Ordinal)}
        {Say(new Finished(2, false))}
        """;

    private Run Queue(bool samples = true)
    {
        var run = _trainer.Queue("zenigata");
        new RunPlan
        {
            Run = run.Id,
            Model = new ModelPlan("anima", "/dit", "/text", "/vae", "/tokenizers"),
            Dataset = new DatasetPlan(State.Folder.DatasetOf(run.Id), [new CaptionedImage("a.png", "a cat")]),
            Train = TestState.Settings,
            Sample = samples ? new() { Prompts = ["a cat"], Candidates = 2, Steps = 2, Guidance = 4, Seed = 42, Width = 64, Height = 64 } : null,
            CheckpointFolder = State.Folder.CheckpointsOf(run.Id),
            CacheFolder = State.Folder.Cache,
        }.Write(State.Folder.PlanOf(run.Id));
        return run;
    }
}

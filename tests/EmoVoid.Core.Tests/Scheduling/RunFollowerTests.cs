using System.Diagnostics;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Testing;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>However a trainer ends, its run ends in order.</summary>
public sealed class RunFollowerTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task A_trainer_that_is_done_leaves_its_result_in_the_output()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, $"""
            echo 'libtorch says hello'
            {Say(new Started("0.1", "2.10", "cpu", 1000, 2, 0))}
            {Say(new Noted("alpha is above the guide's range"))}
            {StepAndSave(1)}
            {StepAndSave(2)}
            echo 'a word for people' >&2
            {Say(new Finished(2, false))}
            """);

        var output = State.Folder.OutputOf(run.Id);
        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Equal([1, 2], State.Metrics.List(run.Id).Select(metric => metric.Step));
        Assert.Equal(["alpha is above the guide's range"], State.Runs.Notes(run.Id));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(output, "dataset", "a.png")));
        Assert.Equal("lora\n", File.ReadAllText(Path.Combine(output, "recommended.safetensors")));
        Assert.Equal("a word for people\n", File.ReadAllText(Path.Combine(output, "trainer.log")));
        Assert.True(File.Exists(Path.Combine(output, "checkpoints", "step-1.safetensors")));
        Assert.Contains("Take step", File.ReadAllText(Path.Combine(output, "report.md")));
        Assert.False(Directory.Exists(State.Folder.WorkOf(run.Id)));
        Assert.Empty(_trainer.Activity.All);
    }

    /// <summary>A person who had seen "completed" found the work folder still there.</summary>
    [Fact]
    public async Task A_run_that_is_called_completed_has_no_work_folder_any_more()
    {
        var run = _trainer.Queue("zenigata");
        var following = _trainer.Follow(run, $"""
            mkdir many && touch many/{"{1..3000}"}
            {StepAndSave(1)}
            {Say(new Finished(1, false))}
            """);

        await Wait.Until(() => State.Runs.Get(run.Id).State.IsOver(), "the end");
        var leftWhenCompleted = Directory.Exists(State.Folder.WorkOf(run.Id)); // so many files take many looks to go
        await following;

        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.False(leftWhenCompleted);
    }

    [Fact]
    public async Task A_work_folder_that_cannot_be_taken_away_is_no_reason_to_fail()
    {
        var run = _trainer.Queue("zenigata");
        try
        {
            // Five thousand letters deep: no path is allowed to be as long.
            await _trainer.Follow(run, $"""
                (for i in {"{1..25}"}; do folder=$(printf 'd%.0s' {"{1..200}"}); mkdir $folder; cd $folder; done)
                {StepAndSave(1)}
                {Say(new Finished(1, false))}
                """);
            await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken);

            Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
            Assert.True(File.Exists(Path.Combine(State.Folder.OutputOf(run.Id), "recommended.safetensors")));
            Assert.True(Directory.Exists(State.Folder.WorkOf(run.Id)));
        }
        finally
        {
            using var remove = Process.Start("rm", ["-rf", State.Folder.WorkOf(run.Id)]); // goes down step by step
            await remove.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_trainer_that_gives_up_gives_the_folder_back_with_its_reason_and_its_last_words()
    {
        var run = _trainer.Queue("zenigata");

        await _trainer.Follow(run, $"""
            {StepAndSave(1)}
            echo 'CUDA out of memory, tried to allocate 2 GiB' >&2
            {Say(new Failed(TrainerExitCode.BadModel, "The model is damaged; fetch it again."))}
            exit 4
            """);

        var failed = State.Runs.Get(run.Id);
        var reasons = File.ReadAllText(Path.Combine(State.Folder.Failed, "zenigata.reasons.txt"));
        Assert.Equal((RunState.Failed, 4, "The model is damaged; fetch it again."), (failed.State, failed.ExitCode, failed.Message));
        Assert.Contains(failed.Message!, reasons);
        Assert.Contains("tried to allocate 2 GiB", reasons);
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(State.Folder.Failed, "zenigata", "a.png")));
        Assert.True(File.Exists(Path.Combine(State.Folder.CheckpointsOf(run.Id), "step-1.safetensors")));
    }

    [Fact]
    public async Task A_trainer_that_leaves_without_a_checkpoint_is_not_done()
    {
        var run = _trainer.Queue("zenigata");
        await _trainer.Follow(run, "exit 0");
        Assert.Equal(RunState.Failed, State.Runs.Get(run.Id).State);
        Assert.False(Directory.Exists(State.Folder.OutputOf(run.Id)));
    }

    [Fact]
    public async Task A_stop_lets_the_trainer_save_and_the_run_waits_again()
    {
        var run = _trainer.Queue("zenigata");
        using var stop = new RunStop(CancellationToken.None);

        var following = _trainer.Follow(run, $$"""
            save() {
            {{StepAndSave(2)}}
            exit 10
            }
            trap save TERM
            {{StepAndSave(1)}}
            while true; do sleep 0.05; done
            """, stop);
        await Wait.Until(() => State.Checkpoints.List(run.Id).Count == 1, "the checkpoint");
        stop.Ask(StopReason.Daemon);
        await following;

        var waiting = State.Runs.Get(run.Id);
        Assert.Equal(RunState.Queued, waiting.State);
        Assert.Equal("The daemon was stopped. It goes on from its saved state.", waiting.Message);
        Assert.Equal([1, 2], State.Checkpoints.List(run.Id).Select(saved => saved.Step));
    }

    [Fact]
    public async Task A_trainer_that_does_not_leave_is_killed_and_its_run_waits_again()
    {
        var run = _trainer.Queue("zenigata");
        _trainer.Scheduling.StopTimeout = TimeSpan.FromMilliseconds(300);
        using var stop = new RunStop(CancellationToken.None);

        var following = _trainer.Follow(run, $"""
            trap '' TERM
            {StepAndSave(1)}
            while true; do sleep 0.05; done
            """, stop);
        await Wait.Until(() => State.Checkpoints.List(run.Id).Count == 1, "the checkpoint");
        stop.Ask(StopReason.Daemon);
        await following;

        Assert.Equal(RunState.Queued, State.Runs.Get(run.Id).State);
    }
}

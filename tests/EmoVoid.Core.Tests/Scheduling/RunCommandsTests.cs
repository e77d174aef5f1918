using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Testing;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>What people may ask of a run, in every state.</summary>
public sealed class RunCommandsTests : IDisposable
{
    private const string UntilTold = """
        save() { exit 10; }
        trap save TERM
        while true; do sleep 0.02; done
        """;

    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public void A_queued_run_is_held_and_released_and_keeps_its_place()
    {
        foreach (var name in new[] { "a", "b" })
            _trainer.Queue(name);
        Assert.Equal(RunState.Paused, _trainer.Commands.Pause("a").State);
        Assert.Equal(RunState.Paused, _trainer.Commands.Pause("a").State);
        Assert.Equal(["b"], State.Queue.Waiting().Select(run => run.Id));
        Assert.Equal(RunState.Queued, _trainer.Commands.Resume("a").State);
        Assert.Equal(["a", "b"], State.Queue.Waiting().Select(run => run.Id));
    }

    [Theory]
    [InlineData(RunWish.Pause, RunState.Paused)]
    [InlineData(RunWish.Cancel, RunState.Cancelled)]
    public async Task A_run_at_work_goes_where_it_was_wished_when_its_trainer_has_left(RunWish wish, RunState state)
    {
        var run = _trainer.Queue("a");
        using var stop = new RunStop(CancellationToken.None);
        var following = _trainer.Follow(run, $"{StepAndSave(1)}\n{UntilTold}", stop);
        await Wait.Until(() => State.Runs.Get("a").State == RunState.Training, "the first step");

        var asked = wish == RunWish.Pause ? _trainer.Commands.Pause("a") : _trainer.Commands.Cancel("a");
        Assert.Equal((RunState.Training, wish), (asked.State, asked.Wish));
        stop.Ask(StopReason.Pause); // as the run's own job does
        await following;

        Assert.Equal((state, null), (State.Runs.Get("a").State, State.Runs.Get("a").Wish));
        Assert.Equal(state == RunState.Cancelled, File.Exists(Path.Combine(State.Folder.Returned, "a", "a.png")));
    }

    [Theory]
    [InlineData(RunWish.Pause, RunState.Paused)]
    [InlineData(RunWish.Cancel, RunState.Cancelled)]
    public async Task A_wish_holds_when_the_daemon_dies_before_the_trainer_has_left(RunWish wish, RunState state)
    {
        _trainer.Queue("a");
        State.Runs.Move("a", RunTransition.Start);
        State.Runs.Wish("a", wish);
        await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(state, State.Runs.Get("a").State);
    }

    [Fact]
    public async Task A_pause_that_is_taken_back_in_time_lets_the_run_wait_for_its_turn()
    {
        var run = _trainer.Queue("a");
        using var stop = new RunStop(CancellationToken.None);
        var following = _trainer.Follow(run, $"{StepAndSave(1)}\n{UntilTold}", stop);
        await Wait.Until(() => State.Runs.Get("a").State == RunState.Training, "the first step");
        _trainer.Commands.Pause("a");
        Assert.Null(_trainer.Commands.Resume("a").Wish);
        stop.Ask(StopReason.Pause);
        await following;
        Assert.Equal(RunState.Queued, State.Runs.Get("a").State);
    }

    [Fact]
    public void A_cancelled_run_gives_its_folder_back_and_takes_it_again_for_another_try()
    {
        _trainer.Queue("a");
        Assert.Equal(RunState.Cancelled, _trainer.Commands.Cancel("a").State);
        var back = State.Runs.Get("a").ReturnedTo!;
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(back, "a.png")));

        Assert.Equal(RunState.Queued, _trainer.Commands.Retry("a").State);
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(State.Folder.DatasetOf("a"), "a.png")));
        Assert.False(Directory.Exists(back));
        Assert.Null(State.Runs.Get("a").ReturnedTo);
    }

    [Fact]
    public async Task A_failed_run_is_tried_again_with_its_folder_and_not_without()
    {
        var run = _trainer.Queue("a");
        await _trainer.Follow(run, "exit 4");
        var failed = Path.Combine(State.Folder.Failed, "a");
        Directory.Move(failed, failed + "-elsewhere");
        var refused = Assert.Throws<RunConflictException>(() => _trainer.Commands.Retry("a"));
        Assert.Equal($"Run 'a' cannot be tried again: its folder is no longer at {failed}. Put the folder into the inbox; it becomes a new run.", refused.Message);

        Directory.Move(failed + "-elsewhere", failed);
        Assert.Equal((RunState.Queued, 0), (_trainer.Commands.Retry("a").State, State.Runs.Get("a").Failures));
        Assert.False(File.Exists(failed + ".reasons.txt"));
    }

    [Fact]
    public async Task A_deleted_run_leaves_its_files_in_the_bin_and_the_folder_with_its_owner()
    {
        var run = _trainer.Queue("a");
        await _trainer.Follow(run, StepAndSave(1));
        Assert.Equal(RunState.Completed, State.Runs.Get("a").State);

        var bin = _trainer.Commands.Delete("a")!;

        Assert.StartsWith(State.Folder.Recycle, bin, StringComparison.Ordinal);
        Assert.Equal("lora\n", File.ReadAllText(Path.Combine(bin, "recommended.safetensors")));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(State.Folder.Returned, "a", "a.png")));
        Assert.Null(State.Runs.Find("a"));
        Assert.Empty(State.Metrics.List("a"));
        Assert.False(State.Folder.HasRun("a"));
    }

    [Fact]
    public async Task What_a_state_does_not_allow_is_refused_with_the_state()
    {
        var run = _trainer.Queue("a");
        await _trainer.Follow(run, StepAndSave(1));
        foreach (var verb in new Action[] { () => _trainer.Commands.Pause("a"), () => _trainer.Commands.Resume("a"), () => _trainer.Commands.Cancel("a"), () => _trainer.Commands.Retry("a"), () => _trainer.Commands.SetPriority("a", 1) })
            Assert.StartsWith("Run 'a' is completed;", Assert.ThrowsAny<RunConflictException>(verb).Message, StringComparison.Ordinal);
        Assert.Equal("Run 'a' is completed; it can save only while it takes steps.", (await Assert.ThrowsAsync<RunConflictException>(() => _trainer.Commands.Tell("a", TrainerCommand.Save))).Message);

        _trainer.Queue("b");
        Assert.Equal("Run 'b' is queued; cancel it before it is deleted.", Assert.Throws<RunConflictException>(() => _trainer.Commands.Delete("b")).Message);
    }

    [Fact]
    public async Task A_word_reaches_the_trainer()
    {
        var run = _trainer.Queue("a");
        var following = _trainer.Follow(run, $"{StepAndSave(1)}\nread word && echo $word > heard\n{StepAndSave(2)}");
        await Wait.Until(() => State.Runs.Get("a").State == RunState.Training, "the first step");
        await _trainer.Commands.Tell("a", TrainerCommand.Save);
        await Wait.Until(() => File.Exists(Path.Combine(State.Folder.WorkOf("a"), "heard")) || following.IsCompleted, "the word");
        await following;
        Assert.Equal(RunState.Completed, State.Runs.Get("a").State);
        Assert.Equal([1, 2], State.Checkpoints.List("a").Select(saved => saved.Step));
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;
using EmoVoid.Testing;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A trainer that breaks does not end its run, unless it would break for ever.</summary>
public sealed class BrokenTrainerTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    /// <summary>Three runs whose trainers were killed alone were called failed, with the words "out of memory".</summary>
    [Fact]
    public async Task A_trainer_that_is_killed_is_started_again_after_a_moment()
    {
        var run = _trainer.Queue("zenigata");
        await _trainer.Follow(run, $"{StepAndSave(1)}\nkill -9 $$");

        var waiting = State.Runs.Get(run.Id);
        Assert.Equal((RunState.Queued, 137, 1), (waiting.State, waiting.ExitCode, waiting.Failures));
        Assert.Equal("The trainer was killed (SIGKILL). It is tried again. It goes on from its saved state.", waiting.Message);
        Assert.Equal(State.Clock.GetUtcNow() + _trainer.Scheduling.RetryDelay, waiting.NotBefore);
        Assert.Equal(["After step 1, try 1: The trainer was killed (SIGKILL). The run went on."], State.Runs.Notes(run.Id));
        Assert.True(Directory.Exists(State.Folder.DatasetOf(run.Id)));
    }

    [Fact]
    public async Task Three_deaths_at_the_same_step_end_the_run_with_the_reason()
    {
        var run = _trainer.Queue("zenigata");
        foreach (var death in new[] { 1, 2, 3 })
        {
            Assert.Equal(RunState.Queued, State.Runs.Get(run.Id).State);
            await _trainer.Follow(run, $"{StepAndSave(7)}\nkill -SEGV $$");
        }

        Assert.Equal((RunState.Failed, "Its trainer broke 3 times in a row at step 7. The trainer died of signal 11."), (State.Runs.Get(run.Id).State, State.Runs.Get(run.Id).Message));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(State.Folder.Failed, "zenigata", "a.png")));
    }

    [Fact]
    public async Task Deaths_at_different_steps_are_no_reason_to_give_up()
    {
        var run = _trainer.Queue("zenigata");
        foreach (var step in new[] { 3, 3, 4, 4, 5, 5, 6 })
            await _trainer.Follow(run, $"{StepAndSave(step)}\nexit 1");
        Assert.Equal((RunState.Queued, 1), (State.Runs.Get(run.Id).State, State.Runs.Get(run.Id).Failures));
    }

    [Fact]
    public async Task A_trainer_that_hangs_between_steps_is_killed_and_started_again()
    {
        var run = _trainer.Queue("zenigata");
        _trainer.Scheduling.HangTimeout = TimeSpan.FromMilliseconds(300);
        await _trainer.Follow(run, $"""
            trap '' TERM
            {Say(new Stepped(1, 0.05, 1e-4, 0.1, 0.05, false, 0.001))}
            while true; do sleep 0.05; done
            """);

        Assert.Equal(RunState.Queued, State.Runs.Get(run.Id).State);
        Assert.StartsWith("The trainer said nothing for 0.3 seconds and was ended.", State.Runs.Get(run.Id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainer_that_is_silent_while_it_loads_has_its_own_time()
    {
        var run = _trainer.Queue("zenigata");
        (_trainer.Scheduling.HangTimeout, _trainer.Scheduling.StartTimeout) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(400));
        await _trainer.Follow(run, "while true; do sleep 0.05; done");
        Assert.StartsWith("The trainer said nothing for 0.4 seconds and was ended.", State.Runs.Get(run.Id).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.001, 2.0, 2.0)]
    [InlineData(0.5, 2.0, 15.0)]
    public void How_long_it_may_be_silent_follows_from_its_own_steps(double step, double least, double allowed)
    {
        var limit = new HangLimit(TimeSpan.FromHours(1), TimeSpan.FromSeconds(least));
        Assert.Equal(TimeSpan.FromHours(1), limit.After([]));
        Assert.Equal(TimeSpan.FromSeconds(allowed), limit.After([new Stepped(1, 0, 0, 0, 0, false, step / 2), new Stepped(2, 0, 0, 0, 0, false, step)]));
        Assert.Equal(TimeSpan.FromHours(1), limit.After([new Preparing("samples", 0, 3)]));
        Assert.Equal(TimeSpan.FromSeconds(allowed), limit.After([new Stepped(3, 0, 0, 0, 0, false, step)]));
    }

    [Fact]
    public async Task A_trainer_out_of_memory_is_tried_again_with_less_until_nothing_is_left_to_save()
    {
        var run = _trainer.Queue("zenigata");
        var outOfMemory = $"{Say(new Failed(TrainerExitCode.OutOfMemory, "The memory ran out."))}\nexit 6";

        await _trainer.Follow(run, outOfMemory);
        Assert.Equal(new MemoryPlan { GradientCheckpointing = true }, RunPlan.Read(State.Folder.PlanOf(run.Id)).Memory);
        Assert.StartsWith("The memory ran out; it is tried again with bf16 weights, gradient checkpointing.", State.Runs.Get(run.Id).Message, StringComparison.Ordinal);

        await _trainer.Follow(run, outOfMemory);
        Assert.Equal(new MemoryPlan { GradientCheckpointing = true, Base = BaseWeights.Int8 }, RunPlan.Read(State.Folder.PlanOf(run.Id)).Memory);

        await _trainer.Follow(run, outOfMemory);
        Assert.Equal((RunState.Failed, "The memory ran out."), (State.Runs.Get(run.Id).State, State.Runs.Get(run.Id).Message));
        Assert.Equal(2, State.Runs.Notes(run.Id).Count);
    }

    [Fact]
    public void Blocks_are_swapped_on_a_gpu_and_weights_are_rounded_only_before_the_first_save()
    {
        var modes = new List<MemoryPlan>();
        for (MemoryPlan? next = new(); next is not null; next = LeanerMemory.Next(next, isGpu: true, mayRound: false))
            modes.Add(next);
        Assert.Equal([(null, null), (true, null), (true, 7), (true, 14), (true, 21), (true, 26)], modes.Select(mode => (mode.GradientCheckpointing, mode.BlocksToSwap)));
        Assert.Equal(BaseWeights.Int8, LeanerMemory.Next(modes[^1], isGpu: true, mayRound: true)!.Base);
    }

    [Fact]
    public async Task A_full_disk_lets_the_run_wait_however_often_it_is_full()
    {
        var run = _trainer.Queue("zenigata");
        for (var time = 0; time < 5; time++)
            await _trainer.Follow(run, $"{Say(new Failed(TrainerExitCode.NoSpace, "No space left on device."))}\nexit 8");
        Assert.Equal((RunState.Queued, 0), (State.Runs.Get(run.Id).State, State.Runs.Get(run.Id).Failures));
        Assert.StartsWith("Nothing could be written: No space left on device.", State.Runs.Get(run.Id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_happen_again_is_not_tried_again()
    {
        foreach (var code in new[] { TrainerExitCode.BadPlan, TrainerExitCode.BadData, TrainerExitCode.BadModel, TrainerExitCode.NoDevice, TrainerExitCode.Diverged })
        {
            var run = _trainer.Queue(code.ToString());
            await _trainer.Follow(run, $"{Say(new Failed(code, "It is so."))}\nexit {(int)code}");
            Assert.Equal((RunState.Failed, "It is so."), (State.Runs.Get(run.Id).State, State.Runs.Get(run.Id).Message));
        }
    }

    [Fact]
    public async Task Steps_after_the_one_that_a_run_goes_on_from_are_forgotten_until_they_come_again()
    {
        var run = _trainer.Queue("zenigata");
        await _trainer.Follow(run, $"{StepAndSave(1)}\n{StepAndSave(2)}\n{StepAndSave(3)}\nkill -9 $$");
        await _trainer.Follow(run, $"{Say(new Started("0.1", "2.10", "cpu", 1000, 9, ResumedAt: 2))}\nkill -9 $$");
        Assert.Equal([1, 2], State.Metrics.List(run.Id).Select(metric => metric.Step));
        Assert.Equal([1, 2], State.Checkpoints.List(run.Id).Select(saved => saved.Step));
        Assert.Equal(2, State.Runs.Get(run.Id).Step);
    }

    [Fact]
    public async Task The_trainer_of_a_daemon_that_died_is_ended_before_another_one_starts()
    {
        var run = _trainer.Queue("zenigata");
        using var stop = new RunStop(CancellationToken.None);
        _trainer.Scheduling.StopTimeout = TimeSpan.FromMilliseconds(300);
        var following = _trainer.Follow(run, $"""
            trap '' TERM
            {Say(new Stepped(1, 0.05, 1e-4, 0.1, 0.05, false, 0.001))}
            while true; do sleep 0.05; done
            """, stop);
        await Wait.Until(() => State.Runs.Get(run.Id).Handle is not null, "the trainer");
        var left = EmoVoid.Core.Executors.Local.ProcessIdentity.Parse(State.Runs.Get(run.Id).Handle!)!;

        Assert.True(left.IsAlive);
        Assert.False((left with { StartTicks = left.StartTicks - 1 }).IsAlive); // another process with the same number
        Assert.Null(await _trainer.Executor.FindAgain(new(run, "train", "", ""), left.ToString(), TestContext.Current.CancellationToken));
        Assert.False(left.IsAlive);
        await following;
    }
}

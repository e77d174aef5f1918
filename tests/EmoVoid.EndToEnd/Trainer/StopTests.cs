using EmoVoid.Contracts.Events;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>The ways in which a trainer is asked to leave, at any time of a run.</summary>
public sealed class StopTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    [Theory]
    [InlineData("latents")]
    [InlineData("captions")]
    [InlineData("model")]
    public async Task Who_is_asked_to_leave_while_preparing_does_so_and_prepares_again_later(string stage)
    {
        var plan = fixture.Plan("stop-" + stage, steps: 100_000) with { CacheFolder = fixture.Folder["cache-" + stage] };
        using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile(plan.Run)))
        {
            await trainer.Until(said => said is Preparing preparing && preparing.Stage == stage);
            trainer.SendTerminate();
            Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
            Assert.True(Assert.IsType<Finished>(trainer.Events[^1]).Stopped);
        }

        plan = plan with { Train = plan.Train with { Steps = 2 } };
        using var again = TrainerProgram.Train(plan, fixture.PlanFile(plan.Run));
        Assert.Equal(TrainerExitCode.Done, await again.End());
    }

    [Fact]
    public async Task Who_is_asked_to_leave_while_drawing_sample_pictures_does_not_finish_them()
    {
        var plan = fixture.Plan("stop-pictures", steps: 100) with
        {
            Sample = new() { Prompts = ["a", "b", "c"], Candidates = 1, Steps = 200, Guidance = 4, Seed = 1, Width = 128, Height = 128, Every = 1 },
        };
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile(plan.Run));
        await trainer.Until(said => said is Stepped { Step: 1 });
        trainer.SendTerminate();
        Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
        Assert.True(Assert.IsType<Finished>(trainer.Events[^1]).Stopped);
        Assert.False(Directory.Exists(Path.Combine(plan.CheckpointFolder, "samples")));
    }

    [Fact]
    public async Task Whose_parent_dies_saves_and_leaves_although_standard_input_does_not_end()
    {
        var plan = fixture.Plan("orphan", steps: 100_000);
        using var shell = TrainerProgram.TrainBelowShell(plan, fixture.PlanFile(plan.Run));
        await shell.Until(said => said is Stepped { Step: 2 });
        shell.KillAtOnce();
        await shell.End();
        var finished = Assert.IsType<Finished>(shell.Events[^1]);
        Assert.True(finished.Stopped);
        Assert.Equal((finished.Step, CheckpointReason.Stop), shell.Events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Reason)).Last());
        Assert.Contains("the parent is gone", await shell.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_parent_died_before_it_could_look_leaves_at_once()
    {
        using var trainer = TrainerProgram.Train(fixture.Plan("late", steps: 100_000), fixture.PlanFile("late"), new() { [TrainerVariables.Parent] = "1" });
        Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
        Assert.Equal(new Finished(0, Stopped: true), trainer.Events[^1]);
    }

    [Fact]
    public async Task The_end_of_the_thread_that_started_it_is_not_the_end_of_the_parent()
    {
        TrainerProgram? trainer = null;
        var thread = new Thread(() =>
        {
            trainer = TrainerProgram.Train(fixture.Plan("thread", steps: 100_000), fixture.PlanFile("thread"));
#pragma warning disable xUnit1031 // This thread must stay itself: on it the process was started.
            trainer.Until(said => said is Stepped { Step: 1 }).GetAwaiter().GetResult();
#pragma warning restore xUnit1031
        });
        thread.Start();
        Assert.True(thread.Join(Wait.Patience));
        using (trainer)
        {
            await trainer!.Until(said => said is Stepped { Step: 40 });
            trainer.SendTerminate();
            Assert.Equal(TrainerExitCode.Stopped, await trainer.End());
            Assert.DoesNotContain("the parent is gone", await trainer.Log(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_that_cannot_be_written_from_the_start_end_the_trainer_with_a_word()
    {
        using var trainer = TrainerProgram.Train(fixture.Plan("mute"), fixture.PlanFile("mute"), new() { [TrainerVariables.Events] = fixture.Folder["nowhere", "events"] });
        Assert.Equal(TrainerExitCode.NoSpace, await trainer.End());
        Assert.Contains(fixture.Folder["nowhere"], await trainer.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orphan_that_does_not_leave_in_time_ends_itself()
    {
        var plan = fixture.Plan("stubborn", steps: 100_000);
        plan = plan with { Train = plan.Train with { Batches = new(GradientAccumulation: 256) } };
        using var shell = TrainerProgram.TrainBelowShell(plan, fixture.PlanFile(plan.Run), new() { [TrainerVariables.LeaveWithin] = "0.1" });
        await shell.Until(said => said is Stepped { Step: 1 });
        shell.KillAtOnce();
        await shell.End();
        Assert.DoesNotContain(shell.Events, said => said is Finished);
        Assert.Contains("it ends itself", await shell.Log(), StringComparison.Ordinal);
    }
}

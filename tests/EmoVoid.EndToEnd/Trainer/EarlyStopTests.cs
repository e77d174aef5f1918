using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.EndToEnd.Trainer;

public sealed class EarlyStopTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private const int Steps = 400;

    [Fact]
    public async Task A_run_that_has_had_its_light_ends_early_and_at_the_same_step_however_it_is_cut()
    {
        var uncut = await Train(Plan("early"));
        var end = Assert.IsType<Finished>(uncut[^1]);
        Assert.False(end.Stopped);
        Assert.InRange(end.Step, 8, Steps - 1);
        Assert.Equal(0, end.Step % 8);
        Assert.Equal((end.Step, CheckpointReason.Last), uncut.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Reason)).Last());
        Assert.Contains($"ends early, at step {end.Step} of {Steps}: the light was on for", Assert.Single(uncut.OfType<Noted>()).Message, StringComparison.Ordinal);

        var plan = Plan("early") with { CheckpointFolder = fixture.Folder["early-cut"] };
        foreach (var cutAt in new[] { end.Step / 2, end.Step - 8, end.Step - 3 })
            using (var trainer = TrainerProgram.Train(plan, fixture.PlanFile("early-cut")))
            {
                await trainer.Until(said => said is Stepped stepped && stepped.Step >= cutAt);
                trainer.KillAtOnce();
                await trainer.End();
            }

        var resumed = await Train(plan);
        Assert.Equal(end, resumed[^1]);
        Assert.Equal(PlannedOf(uncut), PlannedOf(resumed));
        Assert.Equal(uncut.OfType<Noted>(), resumed.OfType<Noted>());

        var again = await Train(plan);
        Assert.Equal(end, again[^1]);
        Assert.Equal(end.Step, Assert.Single(again.OfType<Started>()).ResumedAt);
    }

    [Fact]
    public async Task A_run_that_has_ended_early_goes_on_when_it_is_asked_for_all_its_steps()
    {
        var plan = Plan("longer");
        var end = ((Finished)(await Train(plan))[^1]).Step;
        plan = plan with { Train = plan.Train with { Stop = null, Steps = end + 4 } };
        var longer = await Train(plan);
        Assert.Equal(new Finished(end + 4, Stopped: false), longer[^1]);
        Assert.Equal(end, Assert.Single(longer.OfType<Started>()).ResumedAt);
    }

    /// <summary>With so high a stop loss the light turns on as soon as the run is calm.</summary>
    private RunPlan Plan(string run)
    {
        var plan = fixture.Plan(run, Steps);
        return plan with { Train = plan.Train with { StopLoss = 10, Stop = new StopPlan(AfterLight: 6) } };
    }

    private async Task<List<TrainerEvent>> Train(RunPlan plan)
    {
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile(plan.Run));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        return trainer.Events;
    }

    private static List<(int, string)> PlannedOf(IEnumerable<TrainerEvent> events) => [.. events.OfType<CheckpointSaved>().Select(saved => (saved.Step, saved.Sha256))];
}

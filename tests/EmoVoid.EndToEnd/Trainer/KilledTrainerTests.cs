using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>Signal 9 at any time, again and again: in the end nobody can tell.</summary>
public sealed class KilledTrainerTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    private const int KillsWhilePreparing = 5, KillsInSteps = 5, KillsInWrites = 6;

    [Fact]
    public async Task A_run_that_is_killed_sixteen_times_ends_with_the_same_bits_and_the_same_history()
    {
        var uncut = await TrainToTheEnd(Plan("uncut"));
        var plan = Plan("killed");
        var random = new Random(2026);
        for (var kill = 0; kill < KillsWhilePreparing; kill++)
            await KillInWrite(plan, plan.CacheFolder, nth: 1 + random.Next(2));
        for (var kill = 0; kill < KillsInSteps; kill++)
            await KillAfterStep(plan, stepsLater: random.Next(9));
        for (var kill = 0; kill < KillsInWrites; kill++)
            await KillInWrite(plan, plan.CheckpointFolder, nth: 1 + random.Next(4));

        var killed = await TrainToTheEnd(plan);
        Assert.InRange(Assert.Single(killed.OfType<Started>()).ResumedAt, 1, plan.Train.Steps);
        Assert.Equal(Enumerable.Range(1, plan.Train.Steps), killed.OfType<Stepped>().Select(stepped => stepped.Step));
        Assert.Equal(uncut.OfType<Stepped>().Select(Untimed), killed.OfType<Stepped>().Select(Untimed));
        Assert.Contains(uncut.OfType<Stepped>(), stepped => stepped.Lit);
        Assert.Equal(uncut.OfType<CheckpointSaved>(), killed.OfType<CheckpointSaved>());
        Assert.Empty(killed.OfType<Noted>());
        Assert.Equal(FinishedRun.HashesOf(Plan("uncut")), FinishedRun.HashesOf(plan));
        Assert.Empty(Directory.GetFiles(plan.CheckpointFolder, "*.part", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(plan.CacheFolder, "*.part", SearchOption.AllDirectories));
    }

    /// <summary>Many captions and mirrored pictures, so that there is much to put into the cache; with so high a stop loss there is light.</summary>
    private RunPlan Plan(string folder)
    {
        var plan = fixture.Plan("run", steps: 100) with { CheckpointFolder = fixture.Folder[folder], CacheFolder = fixture.Folder[folder + "-cache"] };
        return plan with { Train = plan.Train with { StopLoss = 10, SaveEvery = 5, Batches = new(ShuffleTags: true, CaptionVariants: 6, Flip: true) } };
    }

    private async Task<List<TrainerEvent>> TrainToTheEnd(RunPlan plan)
    {
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("killed"));
        Assert.Equal(TrainerExitCode.Done, await trainer.End());
        return trainer.Events;
    }

    private async Task KillAfterStep(RunPlan plan, int stepsLater)
    {
        using var trainer = TrainerProgram.Train(plan, fixture.PlanFile("killed"));
        var resumedAt = ((Started)await trainer.Until(said => said is Started)).ResumedAt;
        await trainer.Until(said => said is Stepped stepped && stepped.Step > resumedAt + stepsLater);
        trainer.KillAtOnce();
    }

    /// <summary>Kills the trainer as soon as the n-th temporary file has appeared below a folder; its write may be at any point then.</summary>
    private async Task KillInWrite(RunPlan plan, string folder, int nth)
    {
        Directory.CreateDirectory(folder);
        TrainerProgram? trainer = null;
        var written = 0;
        var appeared = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(folder, "*.part") { IncludeSubdirectories = true };
        watcher.Created += (_, _) =>
        {
            if (Interlocked.Increment(ref written) != nth)
                return;
            trainer?.KillAtOnce();
            appeared.TrySetResult();
        };
        watcher.EnableRaisingEvents = true;
        using (trainer = TrainerProgram.Train(plan, fixture.PlanFile("killed")))
        {
            await Task.WhenAny(appeared.Task, trainer.End());
            trainer.KillAtOnce();
        }
    }

    private static Stepped Untimed(Stepped stepped) => stepped with { Seconds = 0 };
}

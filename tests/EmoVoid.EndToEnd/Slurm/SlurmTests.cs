using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>The real daemon and a real Slurm, with a stand-in for the trainer: what happens to a job happens to its run, in words.</summary>
public class SlurmTests(SlurmServer slurm) : IClassFixture<SlurmServer>
{
    [Fact]
    public async Task A_run_is_submitted_followed_and_completed()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("Partition=short"));
        var run = await daemon.Drop("one", 2, SlurmRun.Sidecar);
        var done = await daemon.Until(run, SlurmRun.Is("completed"));
        Assert.Equal(("slurm", "short"), (done["place"]!.Text("executor"), done["place"]!.Text("place")));
        Assert.Equal(10, (int)done["progress"]!["step"]!);
        Assert.Contains("at work on node2", await File.ReadAllTextAsync(daemon.Path("output", run, "trainer.log")));
        Assert.Single(await slurm.Jobs(run));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_from_outside_waits_for_a_person()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var run = await daemon.Drop("outside-long", 2, SlurmRun.Sidecar);
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        var job = await slurm.JobIn("RUNNING", run, () => daemon.Log);
        await slurm.Call("scancel", job);
        var paused = await daemon.Until(run, SlurmRun.Is("paused"));
        Assert.Equal($"Slurm job {job} was cancelled from outside (scancel). It goes on from its saved state.", paused.Text("message"));
        SlurmRun.Go(daemon, run);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await daemon.Until(run, SlurmRun.Is("completed"));
    }

    [Fact]
    public async Task A_run_is_saved_paused_and_cancelled_as_anywhere_else()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var run = await daemon.Drop("asked-long", 2, SlurmRun.Sidecar);
        await daemon.Until(run, SlurmRun.Is("training"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/save");
        await Wait.Until(async () => (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray() is [var one, ..] && one!.Text("reason") == "asked", () => daemon.Log);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/pause");
        await daemon.Until(run, SlurmRun.Is("paused"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await daemon.Until(run, SlurmRun.Is("training"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/cancel");
        await daemon.Until(run, SlurmRun.Is("cancelled"));
        await Wait.Until(async () => (await slurm.Jobs(run)).All(job => !job.EndsWith("RUNNING", StringComparison.Ordinal)), () => daemon.Log);
        Assert.Equal(2, (await slurm.Jobs(run)).Length);
    }

    [Fact]
    public async Task A_job_in_the_queue_says_why_it_waits_and_leaves_at_once()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("Lines:0=--hold", "MostJobs=1"));
        var run = await daemon.Drop("held", 2, SlurmRun.Sidecar);
        var held = await daemon.Until(run, now => SlurmRun.Waits(now).Contains("JobHeldUser", StringComparison.Ordinal));
        var job = await slurm.JobIn("PENDING", run, () => daemon.Log);
        Assert.Equal($"Slurm job {job} waits: it is held; 'scontrol release' lets it go on (JobHeldUser).", SlurmRun.Waits(held));
        var next = await daemon.Drop("next", 2, SlurmRun.Sidecar);
        await daemon.Until(next, now => SlurmRun.Waits(now) == "The executor 'slurm' has as many jobs in Slurm as it may: 1 (EmoVoid:Executors:N:MostJobs).");
        await daemon.Do(HttpMethod.Post, $"runs/{next}/cancel");
        await daemon.Do(HttpMethod.Post, $"runs/{run}/pause");
        await daemon.Until(run, SlurmRun.Is("paused"));
        await slurm.JobIn("CANCELLED", run, () => daemon.Log);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await slurm.Call("scontrol", "release", await slurm.JobIn("PENDING", run, () => daemon.Log));
        await daemon.Until(run, SlurmRun.Is("completed"));
    }

    [Fact]
    public async Task A_refused_job_and_a_folder_that_no_node_sees_are_told_in_words_and_fail_no_run()
    {
        using var state = new TemporaryFolder();
        await using (var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn("Partition=nope")))
        {
            var run = await daemon.Drop("nowhere", 2, SlurmRun.Sidecar);
            var refused = await daemon.Until(run, now => SlurmRun.Waits(now).Contains("refused", StringComparison.Ordinal));
            Assert.StartsWith("Slurm refused the job: sbatch: invalid partition specified: nope. Batch job submission failed: Invalid partition name specified.", SlurmRun.Waits(refused));
            Assert.Contains("Executor 'slurm': Slurm refused the job: ", await SlurmRun.Warnings(daemon));
        }

        await using (var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn($"Paths:{state.Path}=/nowhere")))
        {
            var unseen = await daemon.Until("nowhere", now => SlurmRun.Waits(now).Contains("does not see", StringComparison.Ordinal));
            Assert.Matches("^Slurm job [0-9]+ does not see the run's folder on the node node[12]: is the shared disk mounted there, and EmoVoid:Executors:N:Paths right", SlurmRun.Waits(unseen));
            Assert.Equal("queued", unseen.Text("state"));
        }
    }
}

using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>The real daemon and a real Slurm, with a stand-in for the trainer: what happens to a job happens to its run, in words.</summary>
[Collection(SlurmCollection.Name)]
public class SlurmTests(SlurmServer slurm)
{
    private const string Sidecar = "[train]\nsteps = 10\n[sample]\ncount = 0\n";

    [Fact]
    public async Task A_run_is_submitted_followed_and_completed()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("Partition=short"));
        var run = await daemon.Drop("one", 2, Sidecar);
        var done = await daemon.Until(run, Is("completed"));
        Assert.Equal(("slurm", "short"), (done["place"]!.Text("executor"), done["place"]!.Text("place")));
        Assert.Equal(10, (int)done["progress"]!["step"]!);
        Assert.Contains("at work on node2", await File.ReadAllTextAsync(daemon.Path("output", run, "trainer.log")));
        Assert.Single(await slurm.Jobs(run));
    }

    [Fact]
    public async Task A_job_at_its_time_limit_saves_and_goes_on_in_its_next_job()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("TimeLimit=1", "LeaveBefore=59"));
        var run = await daemon.Drop("limit-long", 2, Sidecar);
        await Wait.Until(async () => (await slurm.Jobs(run)).Length == 2, () => daemon.Log);
        Assert.Contains("Slurm told job", daemon.Log);
        Assert.Contains("as it does before a time limit; it saved and left. It goes on from its saved state.", daemon.Log);
        Go(daemon, run);
        await daemon.Until(run, Is("completed"));
    }

    [Fact]
    public async Task A_daemon_that_is_killed_finds_its_job_again()
    {
        using var state = new TemporaryFolder();
        var run = await KilledWith(state, slurm.SettingsWithStandIn());
        await using var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        Go(daemon, run);
        await daemon.Until(run, Is("completed"));
        Assert.Single(await slurm.Jobs(run));
    }

    [Fact]
    public async Task A_daemon_that_dies_before_it_has_written_the_jobs_number_down_finds_it_again()
    {
        using var state = new TemporaryFolder();
        using var programs = new TemporaryFolder();
        foreach (var program in new[] { "squeue", "scancel", "scontrol", "sacct" })
            File.CreateSymbolicLink(programs[program], "/usr/bin/" + program);
        var sbatch = programs.Write("sbatch", "#!/bin/bash\n/usr/bin/sbatch \"$@\"\n[ -e \"$(dirname \"$0\")/once\" ] || { touch \"$(dirname \"$0\")/once\"; kill -KILL $PPID; }\n");
        MakeRunnable(sbatch);
        var settings = slurm.SettingsWithStandIn($"Programs={programs.Path}");

        var first = await DaemonRunner.Start(state.Path, settings);
        Pictures.WriteDataset(first.Path("inbox", "unwritten-long"), 2, Sidecar);
        await first.Process.WaitForExitAsync().WaitAsync(Wait.Patience);
        await first.DisposeAsync();

        await using var daemon = await DaemonRunner.Start(state.Path, settings);
        await daemon.Until("unwritten-long", now => (int)now["progress"]!["step"]! == 1);
        Go(daemon, "unwritten-long");
        await daemon.Until("unwritten-long", Is("completed"));
        Assert.Single(await slurm.Jobs("unwritten-long"));
    }

    [Fact]
    public async Task A_daemon_that_stops_leaves_its_job_at_work()
    {
        using var state = new TemporaryFolder();
        var first = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        var run = await first.Drop("stopped-long", 2, Sidecar);
        await first.Until(run, now => (int)now["progress"]!["step"]! == 1);
        Assert.Equal(0, await first.Terminate());
        await first.DisposeAsync();
        Assert.EndsWith("RUNNING", Assert.Single(await slurm.Jobs(run)));

        File.WriteAllText(Path.Combine(state.Path, "work", run, "go"), "");
        await slurm.JobIn("COMPLETED", run, () => "the job ends without a daemon");
        await using var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        await daemon.Until(run, Is("completed"));
        Assert.Single(await slurm.Jobs(run));
    }

    [Fact]
    public async Task While_the_controller_is_down_work_goes_on_and_the_rest_waits()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var (works, waits) = (await daemon.Drop("works-long", 2, Sidecar), "waits");
        await daemon.Until(works, now => (int)now["progress"]!["step"]! == 1);
        await slurm.Do("controller-down");
        try
        {
            await Wait.Until(async () => (await Warnings(daemon)).Contains("Slurm does not answer"), () => daemon.Log);
            waits = await daemon.Drop(waits, 2, Sidecar);
            await daemon.Until(waits, now => Waits(now).StartsWith("Slurm does not answer: squeue: ", StringComparison.Ordinal));
            Go(daemon, works);
            await daemon.Until(works, Is("completed"));
            Assert.Equal("queued", (await daemon.Http.GetJson($"/api/v1/runs/{waits}")).Text("state"));
        }
        finally
        {
            await slurm.Do("controller-up");
        }

        await daemon.Until(waits, Is("completed"));
        await Wait.Until(async () => await Warnings(daemon) == "", () => daemon.Log);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_from_outside_waits_for_a_person()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var run = await daemon.Drop("outside-long", 2, Sidecar);
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        var job = await slurm.JobIn("RUNNING", run, () => daemon.Log);
        await slurm.Call("scancel", job);
        var paused = await daemon.Until(run, Is("paused"));
        Assert.Equal($"Slurm job {job} was cancelled from outside (scancel). It goes on from its saved state.", paused.Text("message"));
        Go(daemon, run);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await daemon.Until(run, Is("completed"));
    }

    [Fact]
    public async Task A_run_is_saved_paused_and_cancelled_as_anywhere_else()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var run = await daemon.Drop("asked-long", 2, Sidecar);
        await daemon.Until(run, Is("training"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/save");
        await Wait.Until(async () => (await daemon.Http.GetJson($"/api/v1/runs/{run}/checkpoints"))["items"]!.AsArray() is [var one, ..] && one!.Text("reason") == "asked", () => daemon.Log);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/pause");
        await daemon.Until(run, Is("paused"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await daemon.Until(run, Is("training"));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/cancel");
        await daemon.Until(run, Is("cancelled"));
        await Wait.Until(async () => (await slurm.Jobs(run)).All(job => !job.EndsWith("RUNNING", StringComparison.Ordinal)), () => daemon.Log);
        Assert.Equal(2, (await slurm.Jobs(run)).Length);
    }

    [Fact]
    public async Task A_job_in_the_queue_says_why_it_waits_and_leaves_at_once()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("Lines:0=--hold"));
        var run = await daemon.Drop("held", 2, Sidecar);
        var held = await daemon.Until(run, now => Waits(now).Contains("JobHeldUser", StringComparison.Ordinal));
        var job = await slurm.JobIn("PENDING", run, () => daemon.Log);
        Assert.Equal($"Slurm job {job} waits: it is held; 'scontrol release' lets it go on (JobHeldUser).", Waits(held));
        await daemon.Do(HttpMethod.Post, $"runs/{run}/pause");
        await daemon.Until(run, Is("paused"));
        await slurm.JobIn("CANCELLED", run, () => daemon.Log);
        await daemon.Do(HttpMethod.Post, $"runs/{run}/resume");
        await slurm.Call("scontrol", "release", await slurm.JobIn("PENDING", run, () => daemon.Log));
        await daemon.Until(run, Is("completed"));
    }

    [Fact]
    public async Task A_refused_job_and_a_folder_that_no_node_sees_are_told_in_words_and_fail_no_run()
    {
        using var state = new TemporaryFolder();
        await using (var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn("Partition=nope")))
        {
            var run = await daemon.Drop("nowhere", 2, Sidecar);
            var refused = await daemon.Until(run, now => Waits(now).Contains("refused", StringComparison.Ordinal));
            Assert.Equal("Slurm refused the job: sbatch: invalid partition specified: nope. Batch job submission failed: Invalid partition name specified.", Waits(refused));
            Assert.Contains("Executor 'slurm': Slurm refused the job: ", await Warnings(daemon));
        }

        await using (var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn($"Paths:{state.Path}=/nowhere")))
        {
            var unseen = await daemon.Until("nowhere", now => Waits(now).Contains("does not see", StringComparison.Ordinal));
            Assert.Matches("^Slurm job [0-9]+ does not see the run's folder on the node node[12]: is the shared disk mounted there, and EmoVoid:Executors:N:Paths right", Waits(unseen));
            Assert.Equal("queued", unseen.Text("state"));
        }
    }

    private async Task<string> KilledWith(TemporaryFolder state, string[] settings)
    {
        var daemon = await DaemonRunner.Start(state.Path, settings);
        var run = await daemon.Drop("killed-long", 2, Sidecar);
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        daemon.Process.Kill();
        await daemon.Process.WaitForExitAsync();
        await daemon.DisposeAsync();
        Assert.EndsWith("RUNNING", Assert.Single(await slurm.Jobs(run)));
        return run;
    }

    private static Predicate<JsonNode> Is(string state) => now => now.Text("state") == state;

    private static string Waits(JsonNode run) => run["queue"]?["waits"]?.Text("why") ?? "";

    private static void Go(DaemonRunner daemon, string run) => File.WriteAllText(daemon.Path("work", run, "go"), "");

    private static async Task<string> Warnings(DaemonRunner daemon) => string.Join('\n', (await daemon.Http.GetJson("/api/v1/health"))["warnings"]!.AsArray().Select(one => (string)one!));

#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
    private static void MakeRunnable(string path) => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
}

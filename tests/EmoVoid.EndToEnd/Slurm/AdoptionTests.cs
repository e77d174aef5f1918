using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>A job needs no daemon to work, and the next daemon finds it: once, and not twice.</summary>
public class AdoptionTests(SlurmServer slurm) : IClassFixture<SlurmServer>
{
    [Fact]
    public async Task A_daemon_that_is_killed_finds_its_job_again()
    {
        using var state = new TemporaryFolder();
        var run = await KilledWith(state, slurm.SettingsWithStandIn());
        await using var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        SlurmRun.Go(daemon, run);
        await daemon.Until(run, SlurmRun.Is("completed"));
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
        Pictures.WriteDataset(first.Path("inbox", "unwritten-long"), 2, SlurmRun.Sidecar);
        await first.Process.WaitForExitAsync().WaitAsync(Wait.Patience);
        await first.DisposeAsync();

        await using var daemon = await DaemonRunner.Start(state.Path, settings);
        await daemon.Until("unwritten-long", now => (int)now["progress"]!["step"]! == 1);
        SlurmRun.Go(daemon, "unwritten-long");
        await daemon.Until("unwritten-long", SlurmRun.Is("completed"));
        Assert.Single(await slurm.Jobs("unwritten-long"));
    }

    [Fact]
    public async Task A_daemon_that_stops_leaves_its_job_at_work()
    {
        using var state = new TemporaryFolder();
        var first = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        var run = await first.Drop("stopped-long", 2, SlurmRun.Sidecar);
        await first.Until(run, now => (int)now["progress"]!["step"]! == 1);
        Assert.Equal(0, await first.Terminate());
        await first.DisposeAsync();
        Assert.EndsWith("RUNNING", Assert.Single(await slurm.Jobs(run)));

        File.WriteAllText(Path.Combine(state.Path, "work", run, "go"), "");
        await slurm.JobIn("COMPLETED", run, () => "the job ends without a daemon");
        await using var daemon = await DaemonRunner.Start(state.Path, slurm.SettingsWithStandIn());
        await daemon.Until(run, SlurmRun.Is("completed"));
        Assert.Single(await slurm.Jobs(run));
    }

    private async Task<string> KilledWith(TemporaryFolder state, string[] settings)
    {
        var daemon = await DaemonRunner.Start(state.Path, settings);
        var run = await daemon.Drop("killed-long", 2, SlurmRun.Sidecar);
        await daemon.Until(run, now => (int)now["progress"]!["step"]! == 1);
        daemon.Process.Kill();
        await daemon.Process.WaitForExitAsync();
        await daemon.DisposeAsync();
        Assert.EndsWith("RUNNING", Assert.Single(await slurm.Jobs(run)));
        return run;
    }

#pragma warning disable CA1416 // The daemon is a program for Linux, and so are its tests.
    private static void MakeRunnable(string path) => File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
}

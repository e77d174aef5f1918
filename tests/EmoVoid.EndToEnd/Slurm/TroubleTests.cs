using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>What a cluster does to a job that it has.</summary>
public class TroubleTests(SlurmServer slurm) : IClassFixture<SlurmServer>
{
    [Fact]
    public async Task A_job_at_its_time_limit_saves_and_goes_on_in_its_next_job()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn("TimeLimit=1", "LeaveBefore=59"));
        var run = await daemon.Drop("limit-long", 2, SlurmRun.Sidecar);
        await Wait.Until(async () => (await slurm.Jobs(run)).Length == 2, () => daemon.Log);
        Assert.Contains("Slurm told job", daemon.Log);
        Assert.Contains("as it does before a time limit; it saved and left. It goes on from its saved state.", daemon.Log);
        SlurmRun.Go(daemon, run);
        await daemon.Until(run, SlurmRun.Is("completed"));
    }

    [Fact]
    public async Task While_the_controller_is_down_work_goes_on_and_the_rest_waits()
    {
        await using var daemon = await DaemonRunner.Start(settings: slurm.SettingsWithStandIn());
        var (works, waits) = (await daemon.Drop("works-long", 2, SlurmRun.Sidecar), "waits");
        await daemon.Until(works, now => (int)now["progress"]!["step"]! == 1);
        await slurm.Do("controller-down");
        try
        {
            await Wait.Until(async () => (await SlurmRun.Warnings(daemon)).Contains("Slurm does not answer"), () => daemon.Log);
            waits = await daemon.Drop(waits, 2, SlurmRun.Sidecar);
            await daemon.Until(waits, now => SlurmRun.Waits(now).StartsWith("Slurm does not answer: squeue: ", StringComparison.Ordinal));
            SlurmRun.Go(daemon, works);
            await daemon.Until(works, SlurmRun.Is("completed"));
            Assert.Equal("queued", (await daemon.Http.GetJson($"/api/v1/runs/{waits}")).Text("state"));
        }
        finally
        {
            await slurm.Do("controller-up");
        }

        await daemon.Until(waits, SlurmRun.Is("completed"));
        await Wait.Until(async () => await SlurmRun.Warnings(daemon) == "", () => daemon.Log);
    }
}

using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.EndToEnd.Proof;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Slurm;

/// <summary>The real trainer: a run that a cluster cuts three times has the bytes of one that was never cut, and was trained on this machine.</summary>
public class SameBytesTests(SlurmServer slurm) : IClassFixture<SlurmServer>
{
    private const string Sidecar = "name = \"same\"\n[train]\nsteps = 40\nsave_every = 10\nresolution = 64\nstop_loss = 2.0\n[sample]\ncount = 1\nsteps = 2\n";

    [Fact]
    public async Task A_run_that_is_put_back_told_to_leave_and_loses_its_node_is_the_same_run()
    {
        var settings = slurm.Settings("Memory=auto", "TimeLimit=auto");
        await using var local = await DaemonRunner.Start();
        await local.Drop("same", 3, Sidecar);
        await local.Until("same", now => now.Text("state") == "completed");

        await using var daemon = await DaemonRunner.Start(settings: settings);
        await daemon.Drop("same", 3, Sidecar);
        await AfterStep(daemon, 6);
        await slurm.Call("scontrol", "requeue", await Running(daemon)); // as an administrator, or preemption
        await AfterRestart(daemon, began: 2, step: 16);
        await slurm.Call("scancel", "--batch", "--signal=TERM", await Running(daemon)); // as before a time limit
        await AfterRestart(daemon, began: 3, step: 27);
        var node = (await slurm.Call("squeue", "--noheader", "--states=RUNNING", "--name=emovoid-same", "--format=%N")).Trim();
        await slurm.Do("node-down", node);
        await daemon.Until("same", now => now.Text("state") == "completed");
        Assert.Equal(5, Began(daemon)); // four of training, one of the pictures
        Assert.True(File.Exists(daemon.Path("output", "same", "samples.png")), daemon.Log); // by a job of their own
        Assert.Equal(await Checkpoints(local), await Checkpoints(daemon));
        ProofSize.Say("the same bytes on this machine and on Slurm", $"cut by requeue, by a signal before the time limit and by the death of {node}; {Began(daemon)} starts, jobs: {string.Join(", ", await slurm.Jobs("same"))}");
    }

    private static Task<JsonNode> AfterStep(DaemonRunner daemon, int step) => daemon.Until("same", now => (int)now["progress"]!["step"]! >= step);

    private static async Task AfterRestart(DaemonRunner daemon, int began, int step)
    {
        await Wait.Until(() => Began(daemon) >= began, () => daemon.Log);
        await AfterStep(daemon, step);
    }

    private static int Began(DaemonRunner daemon) => daemon.Log.Split(" began on node").Length - 1;

    private Task<string> Running(DaemonRunner daemon) => slurm.JobIn("RUNNING", "same", () => daemon.Log);

    // What is saved when a trainer has to leave is one more, and no part of the plan.
    private static async Task<List<string>> Checkpoints(DaemonRunner daemon) =>
        [.. (await daemon.Http.GetJson("/api/v1/runs/same/checkpoints"))["items"]!.AsArray().Where(one => one!.Text("reason") != "stop").Select(Describe)];

    private static string Describe(JsonNode? one) => $"{(int)one!["step"]!} {one.Text("reason")} {one.Text("sha256")}";
}

using System.Text.Json.Nodes;
using EmoVoid.Core.Tests.Models;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>The real daemon with a stand-in for kohya's scripts.</summary>
public class KohyaTrainerTests
{
    private const string Sidecar = "trainer = \"kohya\"\n[train]\nsteps = 48\nsave_every = 12\nstop_loss = 0.05\n[sample]\ncount = 0\n";

    [Fact]
    public async Task A_folder_that_asks_for_kohya_comes_back_with_a_recommendation()
    {
        Assert.SkipWhen(KohyaStandIn.Python is null, KohyaStandIn.NoPython);
        using var scripts = new KohyaStandIn();
        using var models = new TemporaryFolder();
        FakeModel.WriteComfyUI(models);
        await using var daemon = await DaemonRunner.Start(settings: Settings(scripts, models));

        var run = await daemon.Drop("mochi", 3, Sidecar);
        await daemon.Until(run, now => now.Text("state") == "completed");

        var recommendation = await daemon.Http.GetJson($"/api/v1/runs/{run}/recommendation");
        Assert.Equal([12, 24, 36, 48], recommendation["candidates"]!.AsArray().Select(candidate => (int)candidate!["step"]!).Order());
        Assert.Equal(48, (int)recommendation["candidates"]![0]!["step"]!);
        Assert.True(File.Exists(daemon.Path("output", run, "recommended.safetensors")));
        Assert.True(File.Exists(daemon.Path("output", run, "loss.png")));
        Assert.Contains("EmoVoid 3.9.1", await File.ReadAllTextAsync(daemon.Path("output", run, "report.md")));
    }

    [Fact]
    public async Task Scripts_die_with_a_daemon_that_is_killed_and_the_next_one_knows_all_steps()
    {
        Assert.SkipWhen(KohyaStandIn.Python is null, KohyaStandIn.NoPython);
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "There is no setpriv on this machine, with which scripts die with their daemon.");
        using var scripts = new KohyaStandIn(new JsonObject { ["hold_at"] = 30 });
        using var models = new TemporaryFolder();
        using var state = new TemporaryFolder();
        FakeModel.WriteComfyUI(models);
        string run;
        await using (var killed = await DaemonRunner.Start(state.Path, Settings(scripts, models)))
        {
            run = await killed.Drop("mochi", 3, Sidecar);
            await killed.Until(run, now => (int)now["progress"]!["step"]! == 28);
            killed.Process.Kill();
            await Wait.Until(() => !File.Exists($"/proc/{scripts.Processes[^1]}/stat"), "the scripts to die");
        }

        scripts.Go();
        await using var daemon = await DaemonRunner.Start(state.Path, Settings(scripts, models));
        await daemon.Until(run, now => now.Text("state") == "completed");
        var steps = (await daemon.Http.GetJson($"/api/v1/runs/{run}/metrics"))["items"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, 48), steps.Select(step => (int)step!["step"]!));
        Assert.Equal(2, scripts.Processes.Count);
        Assert.EndsWith("mochi-step00000024-state", scripts.Argument("resume"));
    }

    private static string[] Settings(KohyaStandIn scripts, TemporaryFolder models) =>
        [$"EmoVoid:Kohya:Scripts={scripts.Home}", $"EmoVoid:Models:anima:ComfyUI={models["models"]}", "EmoVoid:DefaultModel=anima"];
}

using EmoVoid.Core.Tests.Models;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd;

/// <summary>The real daemon with a stand-in for kohya's scripts.</summary>
public class KohyaTrainerTests
{
    [Fact]
    public async Task A_folder_that_asks_for_kohya_comes_back_with_a_recommendation()
    {
        Assert.SkipWhen(KohyaStandIn.Python is null, KohyaStandIn.NoPython);
        using var scripts = new KohyaStandIn();
        using var models = new TemporaryFolder();
        FakeModel.WriteComfyUI(models);
        await using var daemon = await DaemonRunner.Start(settings:
            [$"EmoVoid:Kohya:Scripts={scripts.Home}", $"EmoVoid:Models:anima:ComfyUI={models["models"]}", "EmoVoid:DefaultModel=anima"]);

        var run = await daemon.Drop("mochi", 3, "trainer = \"kohya\"\n[train]\nsteps = 48\nsave_every = 12\nstop_loss = 0.05\n[sample]\ncount = 0\n");
        await daemon.Until(run, now => now.Text("state") == "completed");

        var recommendation = await daemon.Http.GetJson($"/api/v1/runs/{run}/recommendation");
        Assert.Equal([12, 24, 36, 48], recommendation["candidates"]!.AsArray().Select(candidate => (int)candidate!["step"]!).Order());
        Assert.Equal(48, (int)recommendation["candidates"]![0]!["step"]!);
        Assert.True(File.Exists(daemon.Path("output", run, "recommended.safetensors")));
        Assert.True(File.Exists(daemon.Path("output", run, "loss.png")));
        Assert.Contains("EmoVoid 3.9.1", await File.ReadAllTextAsync(daemon.Path("output", run, "report.md")));
    }
}

using EmoVoid.Contracts.Memory;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Tests.Inbox;
using EmoVoid.Core.Tests.Models;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Trainers.Kohya;

/// <summary>What is said of a folder for kohya's scripts before any GPU time.</summary>
public sealed class KohyaPreflightTests : IDisposable
{
    private readonly TemporaryFolder models = new();
    private readonly KohyaStandIn scripts = new();

    public KohyaPreflightTests()
    {
        Assert.SkipWhen(KohyaStandIn.Python is null, KohyaStandIn.NoPython);
        FakeModel.WriteComfyUI(models);
    }

    public void Dispose()
    {
        scripts.Dispose();
        models.Dispose();
    }

    [Fact]
    public async Task Without_scripts_the_setting_is_named()
    {
        using var inbox = new TestInbox();
        inbox.PutDataset("mochi", sidecar: "trainer = \"kohya\"");
        Assert.Equal(
            [
                "No kohya scripts are configured. Set EmoVoid:Kohya:Scripts to the folder of sd-scripts, or take train.trainer = \"emovoid\".",
                "train.trainer = \"kohya\" cannot train anima-nano: the scripts know Anima's own sizes only. Write model = \"…\" with the name of an Anima of the daemon's configuration, or take another trainer.",
            ],
            (await inbox.CheckAsync("mochi")).Problems);
    }

    [Fact]
    public async Task All_that_is_missing_is_named_at_once()
    {
        scripts.Remove("anima_train_network.py");
        scripts.Remove("networks/lora_anima.py");
        scripts.Remove("optimizer/emovoid.py");
        scripts.Remove("modules/tensorboard.py");
        scripts.Remove("modules/torch.py");
        var problems = (await Check("trainer = \"kohya\"")).Problems;

        Assert.Equal(3, problems.Count);
        Assert.Contains("cannot train Anima: anima_train_network.py and networks/lora_anima.py are missing. Get sd-scripts v0.10 or later.", problems[0], StringComparison.Ordinal);
        Assert.Contains("The EmoVoid optimizer is missing: there is no ", problems[1], StringComparison.Ordinal);
        Assert.Matches(@"^The scripts' Python 3\.[0-9.]+ has no torch, tensorboard\. In .*pip install -r requirements.txt\.$", problems[2]);
    }

    [Theory]
    [InlineData("v3.8.6+ (260410)", "is EmoVoid 3.8.6, which does not get the loss in these scripts: its light never comes on.")]
    [InlineData("of today", "does not say which version of EmoVoid it is.")]
    [InlineData("v3.9.0 (260510)", null)]
    [InlineData("v3.10 (270101)", null)]
    public async Task An_optimizer_before_3_9_is_refused_with_its_version(string version, string? problem)
    {
        scripts.Optimizer(version);
        var problems = (await Check("trainer = \"kohya\"")).Problems;
        if (problem is null)
            Assert.Empty(problems);
        else
            Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Python_that_does_not_start_says_why()
    {
        var problems = (await Check("trainer = \"kohya\"", ("EmoVoid:Kohya:Python", "/bin/false"))).Problems;
        Assert.Equal("The scripts' Python (/bin/false) does not work: it left with exit code 1.", Assert.Single(problems));
    }

    [Fact]
    public async Task What_the_scripts_cannot_do_is_named_at_once()
    {
        var problems = (await Check(
            """
            [train]
            trainer = "kohya"
            fit = "native"
            mask = "folder"
            gradient_accumulation = 2
            seed = 4294967296
            [memory]
            base = "int8"
            [output]
            format = "comfyui"
            """)).Problems;
        foreach (var key in new[] { "train.fit", "train.mask", "train.gradient_accumulation", "memory.base", "output.format", "train.seed" })
            Assert.Contains(problems, problem => problem.StartsWith($"{key} is ", StringComparison.Ordinal) && problem.Contains("which train.trainer = \"kohya\" cannot do: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_accepted_says_that_memory_is_not_checked()
    {
        var report = await Check("trainer = \"kohya\"", ("EmoVoid:Kohya:LowVram", "true"));
        Assert.Empty(report.Problems);
        Assert.Contains(report.Notes, note => note.Contains("whether it fits the device's memory is not checked", StringComparison.Ordinal));
        Assert.Equal(("kohya", "cpu", new MemoryPlan { GradientCheckpointing = true, BlocksToSwap = 22 }), (report.Trainer, report.Device, report.Memory));
    }

    [Fact]
    public async Task Both_places_of_the_key_at_once_are_one_too_many()
    {
        var problems = (await Check("trainer = \"kohya\"\n[train]\ntrainer = \"emovoid\"")).Problems;
        Assert.Equal("emovoid.toml: line 3: train.trainer says once more what train.trainer is. Remove one of them.", Assert.Single(problems));
    }

    private async Task<PreflightReport> Check(string sidecar, params (string Key, string Value)[] settings)
    {
        using var inbox = new TestInbox(
            time: null, [("EmoVoid:Kohya:Scripts", scripts.Home), ("EmoVoid:DefaultModel", "anima"), ("EmoVoid:Models:anima:ComfyUI", models["models"]), .. settings]);
        inbox.PutDataset("mochi", sidecar: sidecar);
        inbox.Put("mochi/mask/1.png", "a mask");
        if (!sidecar.Contains("mask", StringComparison.Ordinal))
            Directory.Delete(Path.Combine(inbox.State.Inbox, "mochi", "mask"), recursive: true);
        return await inbox.CheckAsync("mochi");
    }
}

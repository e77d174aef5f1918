using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.EndToEnd.Trainer;

public sealed class FailureTests(TrainerFixture fixture) : IClassFixture<TrainerFixture>
{
    [Fact]
    public async Task A_plan_that_is_no_plan_is_told() =>
        await Fails(Write("{\"run\": 7"), TrainerExitCode.BadPlan, "is not a run plan");

    [Fact]
    public async Task A_plan_that_is_not_there_is_told() =>
        await Fails(fixture.Folder["gone.json"], TrainerExitCode.BadPlan, "gone.json");

    [Fact]
    public async Task Every_mistake_of_a_plan_is_told_at_once()
    {
        var plan = fixture.Plan("bad");
        plan = plan with { Train = plan.Train with { Rank = 0, Steps = -1, Resolution = 8 }, Dataset = plan.Dataset with { Images = [] } };
        await Fails(Write(plan), TrainerExitCode.BadPlan, "rank is 0", "steps is -1", "resolution is 8", "no pictures");
    }

    [Fact]
    public async Task Every_missing_model_file_is_told_at_once()
    {
        var plan = fixture.Plan("model");
        await Fails(Write(plan with { Model = plan.Model with { BuiltIn = false, Dit = "/nowhere/dit", Vae = "/nowhere/vae" } }), TrainerExitCode.BadModel, "/nowhere/dit", "/nowhere/vae");
    }

    [Fact]
    public async Task A_model_file_that_is_something_else_is_told()
    {
        var plan = fixture.Plan("other");
        await Fails(Write(plan with { Model = plan.Model with { Vae = fixture.Folder.Write("vae.safetensors", "not a model, but long enough to have a header") } }), TrainerExitCode.BadModel, "vae.safetensors");
    }

    [Fact]
    public async Task A_rank_wider_than_a_layer_is_told_before_anything_is_prepared()
    {
        var plan = fixture.Plan("rank");
        await Fails(Write(plan with { Train = plan.Train with { Rank = 129 } }), TrainerExitCode.BadPlan, "rank is 129", "128 wide");
    }

    [Fact]
    public async Task A_libtorch_of_another_version_is_refused()
    {
        fixture.Folder.Write("torch/version.py", "__version__ = '2.14.0'");
        var torch = Path.GetDirectoryName(fixture.Folder.Write("torch/lib/libtorch.so", "never read"))!;
        var devices = await Harness.Programs.Run(Harness.Binaries.Trainer, ["devices"], environment: new() { ["EMOVOID_LIBTORCH"] = torch });
        Assert.Equal((int)TrainerExitCode.NoDevice, devices.ExitCode);
        Assert.Contains("libtorch 2.14.0 in", Contracts.Inspection.DeviceInspection.TryParse(devices.Output)!.Problem);
    }

    [Fact]
    public async Task Every_picture_that_cannot_be_read_is_told_at_once()
    {
        fixture.Folder.Write("dataset/broken.png", "this is no picture");
        var plan = fixture.Plan("data");
        var images = plan.Dataset.Images.Append(new CaptionedImage("broken.png", "")).Append(new CaptionedImage("gone.png", "")).ToList();
        await Fails(Write(plan with { Dataset = plan.Dataset with { Images = images } }), TrainerExitCode.BadData, "2 of 6 pictures", "broken.png", "gone.png");
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_told() =>
        await Fails(Write(fixture.Plan("device") with { Device = "cuda:7" }), TrainerExitCode.NoDevice, "cuda:7");

    [Fact]
    public async Task A_device_of_an_unknown_kind_is_told() =>
        await Fails(Write(fixture.Plan("device") with { Device = "toaster" }), TrainerExitCode.BadPlan, "toaster");

    [Fact]
    public async Task A_state_of_another_run_is_not_gone_on_from()
    {
        var plan = fixture.Plan("mixed", steps: 2);
        using (var first = TrainerProgram.Train(plan, fixture.PlanFile("mixed")))
            Assert.Equal(TrainerExitCode.Done, await first.End());
        await Fails(Write(plan with { Train = plan.Train with { Seed = 43 } }), TrainerExitCode.BadPlan, "seed", "state.safetensors");
    }

    [Fact]
    public async Task A_picture_that_spoils_every_step_fails_the_run_by_name()
    {
        var plan = fixture.Plan("spoilt", steps: 8) with { CacheFolder = fixture.Folder["spoilt-cache"] };
        plan = plan with { Dataset = plan.Dataset with { Images = [plan.Dataset.Images[1]] } };
        using (var first = TrainerProgram.Train(plan with { CheckpointFolder = fixture.Folder["unspoilt"] }, fixture.PlanFile("unspoilt")))
            Assert.Equal(TrainerExitCode.Done, await first.End());
        PutNaNInto(Directory.GetFiles(Path.Combine(plan.CacheFolder, "latents"), "*", SearchOption.AllDirectories).Single());
        await Fails(Write(plan), TrainerExitCode.Diverged, "not finite in 3 steps in a row, 1 to 3", "Look at b.png");
    }

    /// <summary>As a faulty graphics card would have written it: with a hash that is right.</summary>
    private static void PutNaNInto(string cached)
    {
        byte[] bytes;
        Safetensors.TensorInfo info;
        string key;
        using (var file = Safetensors.SafetensorsFile.Open(cached))
            (bytes, info, key) = (file.Bytes("tensor").ToArray(), file.Info("tensor"), file.Metadata["emovoid.key"]);
        BitConverter.TryWriteBytes(bytes, float.NaN);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Safetensors.SafetensorsWriter.Write(
            cached, [Safetensors.SafetensorsWriter.Entry.Of("tensor", info.Type, info.Shape, bytes)], new Dictionary<string, string> { ["emovoid.key"] = key, ["emovoid.sha256"] = hash });
    }

    private string Write(RunPlan plan)
    {
        plan.Write(fixture.Folder["plan.json"]);
        return fixture.Folder["plan.json"];
    }

    private string Write(string text) => fixture.Folder.Write("plan.json", text);

    private static async Task Fails(string planFile, TrainerExitCode code, params string[] words)
    {
        using var trainer = TrainerProgram.Start("train", planFile);
        Assert.Equal(code, await trainer.End());
        var failed = Assert.IsType<Failed>(trainer.Events[^1]);
        Assert.Equal(code, failed.Code);
        Assert.All(words, word => Assert.Contains(word, failed.Message, StringComparison.Ordinal));
        Assert.Empty(trainer.OtherLines);
    }
}

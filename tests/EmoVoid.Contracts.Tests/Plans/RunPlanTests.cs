using EmoVoid.Contracts.Lora;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Tests.Plans;

public sealed class RunPlanTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    private static readonly RunPlan Plan = new()
    {
        Run = "zenigata-2",
        Model = new ModelPlan("anima-nano", "/models/dit", "/models/qwen3", "/models/vae", "/models/tokenizers", BuiltIn: true),
        Dataset = new DatasetPlan("/data/銭形", [new CaptionedImage("10_a/ü \"1\".png", "a cat,\na hat", Repeats: 10), new CaptionedImage("b.jpg", "", Mask: "mask/b.png")]),
        Train = new TrainPlan { Rank = 4, Alpha = 0.1, Steps = 1200, StopLoss = 0.04, Resolution = 512, Seed = long.MaxValue, BatchSize = 2, SaveEvery = 100,
            Batches = new BatchPlan(PictureFit.Native, GradientAccumulation: 3, CaptionDropout: 0.1, ShuffleTags: true, KeepTags: 1, CaptionVariants: 8, Flip: true, AlphaMask: true),
            Lora = new LoraPlan(LoraFormat.ComfyUi, "a.safetensors"),
            Stop = new StopPlan(AfterLight: 30),
        },
        CheckpointFolder = "/run/checkpoints",
        CacheFolder = "/cache",
        Device = "cuda:1",
    };

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        Plan.Write(path);
        var read = RunPlan.Read(path);

        Assert.Equal(Plan.Dataset.Images, read.Dataset.Images);
        Assert.Equal(Plan with { Dataset = read.Dataset }, read);
        Assert.Equal(Plan.Dataset.Folder, read.Dataset.Folder);
    }

    [Fact]
    public void A_plan_is_snake_case_for_people_and_other_programs()
    {
        Plan.Write(path);
        var json = File.ReadAllText(path);
        Assert.Contains("\"checkpoint_folder\": \"/run/checkpoints\"", json, StringComparison.Ordinal);
        Assert.Contains("\"stop_loss\": 0.04", json, StringComparison.Ordinal);
        Assert.Contains("\"fit\": \"native\"", json, StringComparison.Ordinal);
        Assert.Contains("\"format\": \"comfyui\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_from_before_there_were_batches_means_what_it_meant()
    {
        File.WriteAllText(path,
            """
            {"format": 1, "run": "a", "model": {"name": "m", "dit": "d", "text_encoder": "t", "vae": "v", "tokenizers": "k"},
             "dataset": {"folder": "/data", "images": [{"file": "a.png", "caption": "a cat"}]},
             "train": {"rank": 4, "alpha": 1, "steps": 10, "stop_loss": 0.04, "resolution": 512, "seed": 42, "save_every": 5},
             "checkpoint_folder": "/c", "cache_folder": "/k"}
            """);
        var plan = RunPlan.Read(path);
        Assert.Equal(new BatchPlan(), plan.Train.Batches);
        Assert.Equal(new LoraPlan(), plan.Train.Lora);
        Assert.Equal([new CaptionedImage("a.png", "a cat")], plan.Dataset.Images);
    }

    [Fact]
    public void A_plan_that_never_ends_early_is_written_as_before_there_was_such_a_thing()
    {
        (Plan with { Train = Plan.Train with { Stop = null } }).Write(path);
        Assert.DoesNotContain("stop\"", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_plan_leaves_out_of_its_batches_is_off()
    {
        Plan.Write(path);
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"batches\": {[^}]*}", "\"batches\": {\"flip\": true}"));
        Assert.Equal(new BatchPlan(Flip: true), RunPlan.Read(path).Train.Batches);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\": 1, \"run\": null}")]
    [InlineData("steps = 3")]
    public void A_file_that_is_no_plan_is_refused_by_name(string text)
    {
        File.WriteAllText(path, text);
        var refusal = Assert.Throws<InvalidDataException>(() => RunPlan.Read(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_another_format_is_refused_with_both_numbers()
    {
        (Plan with { Format = 7 }).Write(path);
        var refusal = Assert.Throws<InvalidDataException>(() => RunPlan.Read(path));
        Assert.Contains("format 7; this trainer reads format 1", refusal.Message, StringComparison.Ordinal);
    }
}

using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;

namespace EmoVoid.Contracts.Tests.Plans;

public sealed class SamplePlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_plan_is_read_as_it_was_written()
    {
        var plan = new SamplePlan
        {
            Title = "銭形", Model = new ModelPlan("anima", "/dit", "/text", "/vae", "/tokenizers"), Rank = 4, Alpha = 0.5,
            Settings = new() { Prompts = ["a cat"], Negative = "blurry", Candidates = 2, Steps = 30, Guidance = 4, Seed = 42, Width = 512, Height = 768, Every = 9, VaeTiles = VaeTiles.Never },
            Columns = [new("base", "", null), new("step 3", "score 1", "/lora")], OutputFile = "/samples.png", CacheFolder = "/cache", Device = "cuda:1",
        };
        plan.Write(folder["plan.json"]);

        var read = SamplePlan.Read(folder["plan.json"]);

        Assert.Equal(plan.Columns, read.Columns);
        Assert.Equal(plan.Settings.Prompts, read.Settings.Prompts);
        Assert.Equal(plan with { Columns = [], Settings = plan.Settings with { Prompts = [] } }, read with { Columns = [], Settings = read.Settings with { Prompts = [] } });
    }

    [Fact]
    public void What_a_plan_does_not_say_is_the_default()
    {
        folder.Write("plan.json", """
            {"format":1, "title":"x", "model":{"name":"n","dit":"d","text_encoder":"t","vae":"v","tokenizers":"k"}, "rank":4, "alpha":1, "columns":[], "output_file":"o", "cache_folder":"c",
             "settings":{"prompts":["p"],"candidates":1,"steps":2,"guidance":4,"seed":1,"width":64,"height":64}}
            """);
        var plan = SamplePlan.Read(folder["plan.json"]);
        Assert.Equal(("cpu", "", null, VaeTiles.Auto), (plan.Device, plan.Settings.Negative, plan.Settings.Every, plan.Settings.VaeTiles));
    }

    [Fact]
    public void What_is_no_sample_plan_is_refused()
    {
        folder.Write("plan.json", "{\"format\":2}");
        Assert.Contains("is not a sample plan", Assert.Throws<InvalidDataException>(() => SamplePlan.Read(folder["plan.json"])).Message, StringComparison.Ordinal);
    }
}

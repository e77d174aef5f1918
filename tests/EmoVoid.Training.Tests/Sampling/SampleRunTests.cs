using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Sampling;
using NetVips;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Sampling;

public sealed class SampleRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sheet_shows_the_base_beside_loras_of_it_and_the_same_plan_gives_the_same_file()
    {
        var plan = Plan(new("base", "", null), new("untrained", "", Lora("untrained", 0)), new("trained", "", Lora("trained", 0.3f)));
        var said = new List<TrainerEvent>();
        new SampleRun(plan, CPU, said.Add, TestContext.Current.CancellationToken).Run();

        using var sheet = Image.NewFromFile(plan.OutputFile);
        var layout = new SheetLayout(new ImageSize(256, 128), columns: 3);
        Assert.Equal(layout.Width, sheet.Width);
        Assert.InRange(sheet.Height, 2 * 128 + 2 * layout.Margin, 2 * 128 + 2 * layout.Margin + 20 * layout.TextSize);
        Assert.Equal(0, Difference(sheet, layout, 0, 1));
        Assert.True(Difference(sheet, layout, 0, 2) > 1);
        Assert.Equal(new Preparing("samples", 6, 6), said[^1]);

        var again = plan with { OutputFile = folder["again.png"] };
        new SampleRun(again, CPU, _ => { }, TestContext.Current.CancellationToken).Run();
        Assert.Equal(File.ReadAllBytes(plan.OutputFile), File.ReadAllBytes(again.OutputFile));
    }

    [Fact]
    public void The_model_is_held_in_the_mode_of_the_run()
    {
        var plan = Plan(new SampleColumn("base", "", null));
        var swapped = plan with { OutputFile = folder["swapped.png"], Memory = new MemoryPlan { BlocksToSwap = 1 } };
        var rounded = plan with { OutputFile = folder["rounded.png"], Memory = new MemoryPlan { Base = BaseWeights.Int8 } };
        foreach (var each in new[] { plan, swapped, rounded })
            new SampleRun(each, CPU, _ => { }, TestContext.Current.CancellationToken).Run();
        Assert.Equal(File.ReadAllBytes(plan.OutputFile), File.ReadAllBytes(swapped.OutputFile));
        Assert.NotEqual(File.ReadAllBytes(plan.OutputFile), File.ReadAllBytes(rounded.OutputFile));
    }

    [Fact]
    public void A_lora_that_is_not_of_this_model_is_named_and_nothing_is_written()
    {
        var plan = Plan(new SampleColumn("wrong", "", Lora("rank 3", 0, rank: 3)));
        var message = Assert.Throws<ModelFileException>(() => new SampleRun(plan, CPU, _ => { }, TestContext.Current.CancellationToken).Run()).Message;
        Assert.Contains("rank 3", message, StringComparison.Ordinal);
        Assert.False(File.Exists(plan.OutputFile));
    }

    private SamplePlan Plan(params SampleColumn[] columns) => new()
    {
        Title = "zenigata",
        Model = AnimaNano.EnsureExists(folder["nano"]),
        Rank = 2,
        Alpha = 1,
        Settings = new() { Prompts = ["a cat", "a dog"], Candidates = 2, Steps = 2, Guidance = 4, Seed = 42, Width = 64, Height = 32 },
        Columns = columns,
        OutputFile = folder["samples.png"],
        CacheFolder = folder["cache"],
    };

    private string Lora(string name, float up, int rank = 2)
    {
        using var dit = AnimaDit.Load(AnimaNano.EnsureExists(folder["nano"]).Dit, Placement.Reference);
        using var lora = LoraNetwork.Attach(dit, rank, alpha: 1, seed: 1);
        using (no_grad())
        using (NewDisposeScope())
        {
            manual_seed(9);
            foreach (var module in lora.Modules)
                module.Up.copy_(randn(module.Up.shape) * up); // equal numbers would vanish in the next layer norm
        }

        LoraFile.Write(folder[name], lora);
        return folder[name];
    }

    /// <summary>Mean difference of the lowest pictures of two columns, of 255.</summary>
    private static double Difference(Image sheet, SheetLayout layout, int a, int b)
    {
        Image Of(int column) => sheet.Crop(layout.Left(column), sheet.Height - layout.Margin - 128, 256, 128);
        return (Of(a) - Of(b)).Abs().Avg();
    }
}

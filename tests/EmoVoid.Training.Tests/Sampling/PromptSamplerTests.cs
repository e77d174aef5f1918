using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Sampling;
using EmoVoid.Training.Tests.Models;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Sampling;

public sealed class PromptSamplerTests : IDisposable
{
    private static readonly SampleSettings Settings =
        new() { Prompts = ["a cat", "a dog"], Candidates = 1, Steps = 3, Guidance = 4, Seed = 42, Width = 64, Height = 32 };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sampling_builds_no_graph_and_leaves_nothing_behind()
    {
        var model = AnimaNano.EnsureExists(folder["nano"]);
        using var prompts = Prepare(model, Settings);
        using var dit = AnimaDit.Load(model.Dit, Placement.Reference);
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        prompts.Latent(dit, 0, Cancel).Dispose();
        var before = LiveTensors.OfThisThread;
        for (var i = 0; i < 3; i++)
        {
            using var latent = prompts.Latent(dit, 0, Cancel);
            Assert.False(latent.requires_grad);
            Assert.Equal([1, 16, 4, 8], latent.shape);
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void A_fresh_lora_changes_nothing_and_a_trained_one_does_and_the_base_comes_back_without_it()
    {
        var model = AnimaNano.EnsureExists(folder["nano"]);
        using var prompts = Prepare(model, Settings);
        using var dit = AnimaDit.Load(model.Dit, Placement.Reference);
        using var scope = NewDisposeScope();
        var @base = prompts.Latent(dit, 0, Cancel);
        using (var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1))
        {
            Assert.Equal(0f, Difference(@base, prompts.Latent(dit, 0, Cancel)));
            using (no_grad())
                lora.Parameters.fill_(0.02);
            Assert.True(Difference(@base, prompts.Latent(dit, 0, Cancel)) > 0.01);
        }

        Assert.Equal(0f, Difference(@base, prompts.Latent(dit, 0, Cancel)));
        Assert.True(Difference(@base, prompts.Latent(dit, 1, Cancel)) > 0.1);
    }

    [Fact]
    public void Guidance_of_1_is_the_prompt_alone_and_more_leads_away_from_the_negative_prompt()
    {
        var model = AnimaNano.EnsureExists(folder["nano"]);
        using var scope = NewDisposeScope();
        using var dit = AnimaDit.Load(model.Dit, Placement.Reference);
        Tensor With(double guidance, string negative)
        {
            using var prompts = Prepare(model, Settings with { Guidance = guidance, Negative = negative });
            return prompts.Latent(dit, 0, Cancel);
        }

        Assert.Equal(0f, Difference(With(1, "blurry"), With(1, "")));
        Assert.True(Difference(With(4, "blurry"), With(4, "")) > 0);
        // Led away from itself, a prompt is followed as it is.
        Assert.True(Difference(With(4, "a cat"), With(1, "")) < 1e-4);
    }

    [Fact]
    public void Settings_that_make_no_picture_are_refused_all_at_once()
    {
        var bad = Settings with { Prompts = [], Steps = 0, Guidance = double.NaN, Width = 100 };
        var message = Assert.Throws<TrainingException>(() => Prepare(AnimaNano.PlanIn(folder["nano"]), bad)).Message;
        Assert.All(["no prompt", "steps is 0", "guidance is NaN", "width is 100"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private PromptSampler Prepare(ModelPlan model, SampleSettings settings) =>
        PromptSampler.Prepare(settings, model, folder["cache"], CPU, _ => { }, Cancel);

    private static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

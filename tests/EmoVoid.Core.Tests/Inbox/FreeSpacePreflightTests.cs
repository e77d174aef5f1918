using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Inbox.Preflight;
using EmoVoid.Core.Inbox.Preflight.Rules;
using EmoVoid.Core.Models;
using EmoVoid.Core.Tests.Models;

namespace EmoVoid.Core.Tests.Inbox;

public class FreeSpacePreflightTests
{
    private static readonly BaseModelSizes Fake = new(FakeModel.Dit, FakeModel.Adapter, FakeModel.Qwen, FakeModel.Vae);

    /// <summary>The published Anima: 28 blocks, 2048 wide, contexts 1024 wide.</summary>
    private static readonly AnimaDitSizes Anima = new(
        Channels: 16, Patch: 2, Width: 2048, Blocks: 28, MlpWidth: 8192, ModulationRank: 256,
        SelfAttention: new AttentionSizes(2048, 2048, 128, 16, 16), CrossAttention: new AttentionSizes(2048, 1024, 128, 16, 16));

    [Fact]
    public void Checkpoints_have_two_bytes_a_parameter_and_the_state_beside_them_twice_four()
    {
        // By hand: two blocks with matrices of (32+32)·4 + (32+32), 2·(32+24), (32+32) + 2·(64+32) numbers a rank.
        const long parameters = 2 * (4 * 64 + 2 * 64 + 2 * 56 + 2 * 96) * 4;
        var train = Train(steps: 100, saveEvery: 30);
        var needed = DiskEstimate.Of(train, Fake, []);
        const long checkpoint = 2 * parameters + 2 * 10 * 512;
        Assert.Equal(parameters, FakeModel.Dit.LoraWeights(4));
        Assert.Equal(new DiskEstimate(5 * checkpoint + 2 * 4 * parameters, 4 * checkpoint), needed); // at 30, 60, 90 and 100, and the recommended copy
    }

    [Fact]
    public void Caches_have_a_latent_a_picture_and_a_context_a_caption()
    {
        var images = new[] { Image("a", "one two three"), Image("b", "one two three"), Image("c", "four"), Image("d", "") };
        var train = Train(steps: 100, saveEvery: 100, resolution: 64);
        var without = DiskEstimate.Of(train, Fake, []);
        var plain = DiskEstimate.Of(train, Fake, images);
        var mirrored = DiskEstimate.Of(train with { Batches = new BatchPlan(Flip: true, ShuffleTags: true, CaptionVariants: 8) }, Fake, images);
        const long latent = 16 * 8 * 8 * 4, row = 24 * 4;
        Assert.Equal(4 * latent + 4 * row, plain.Certain - without.Certain);
        Assert.Equal(3 * 512 * row - 4 * row, plain.Perhaps - without.Perhaps);
        Assert.Equal(8 * latent + 4 * row, mirrored.Certain - without.Certain);
        Assert.Equal(8 * 3 * 512 * row - 4 * row, mirrored.Perhaps - without.Perhaps);
    }

    [Fact]
    public void Anima_at_rank_16_and_ten_checkpoints_needs_less_than_a_gigabyte_and_ten_images_little()
    {
        var needed = DiskEstimate.Of(Train(steps: 400, saveEvery: 40, rank: 16, resolution: 512), Fake with { Dit = Anima }, [.. Enumerable.Range(0, 10).Select(i => Image($"{i}", $"caption {i}"))]);
        Assert.InRange(needed.Certain, 600_000_000, 800_000_000); // eleven of 46 MB, and twice 92
    }

    [Fact]
    public void Many_checkpoints_of_a_small_model_are_small()
    {
        var needed = DiskEstimate.Of(Train(steps: 400, saveEvery: 1, rank: 16), Fake, []);
        Assert.InRange(needed.Certain + needed.Perhaps, 1, 200_000_000);
    }

    [Fact]
    public void What_is_certain_and_does_not_fit_is_a_problem_and_what_the_light_may_add_a_note()
    {
        var images = new[] { Image("a", "caption") };
        var train = Train(steps: 100, saveEvery: 10);
        var needed = DiskEstimate.Of(train, Fake, images);
        var candidate = new Candidate
        {
            Folder = new DatasetFolder { Path = "/a", Images = images }, Sidecar = new(), SidecarProblems = [], ModelName = "m", Model = null, ModelVerdict = new ModelVerdict("m", Fake, [], []),
            ModelNames = [], Settings = train, Inspections = [], FreeBytes = needed.Certain,
        };
        var rule = new FreeSpaceRule();
        Assert.Contains("There is not enough space", Assert.Single(rule.Check(candidate with { FreeBytes = needed.Certain - 1 }), finding => finding.IsProblem).Message, StringComparison.Ordinal);
        Assert.Contains("is short", Assert.Single(rule.Check(candidate), finding => !finding.IsProblem).Message, StringComparison.Ordinal);
        Assert.Empty(rule.Check(candidate with { FreeBytes = needed.Certain + needed.Perhaps }));
    }

    [Fact]
    public void Of_a_model_whose_sizes_are_not_known_only_the_latents_are_certain() =>
        Assert.Equal(new DiskEstimate(16 * 8 * 8 * 4, 0), DiskEstimate.Of(Train(steps: 100, saveEvery: 1, resolution: 64), null, [Image("a", "caption")]));

    private static DatasetImage Image(string name, string caption) => new($"{name}.png", 1000, caption, 1);

    private static TrainPlan Train(int steps, int saveEvery, int rank = 4, int resolution = 128) =>
        new() { Rank = rank, Alpha = 1, Steps = steps, StopLoss = 0.04, Resolution = resolution, Seed = 42, SaveEvery = saveEvery };
}

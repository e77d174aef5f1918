using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Buckets;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tests.Models;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Loop;

public sealed class TrainingStepTests : IDisposable
{
    /// <summary>Between one large batch and several small ones: float32 additions in another order.</summary>
    private const double SumOrder = 1e-5;

    private static readonly BatchPlan Everything = new(CaptionDropout: 0.3, ShuffleTags: true, CaptionVariants: 3, Flip: true);

    private readonly TemporaryFolder folder = new();
    private readonly AnimaDit dit;
    private readonly LoraNetwork lora;

    public TrainingStepTests()
    {
        dit = AnimaDit.Load(SmallModels.WriteDit(folder["dit.safetensors"]), Placement.Reference);
        lora = LoraNetwork.Attach(dit, rank: 3, alpha: 1, seed: 1);
        using var grad = no_grad();
        lora.Parameters.add_(randn_like(lora.Parameters), 0.1);
    }

    public void Dispose()
    {
        lora.Dispose();
        dit.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Accumulated_batches_are_one_large_batch(int size)
    {
        using var scope = NewDisposeScope();
        var samples = Enumerable.Range(0, 6).Select(i => NewSample(masked: i % 2 == 1)).ToList();
        var (loss, gradients) = Run(Everything, [samples]);
        var (meanLoss, meanGradients) = Run(Everything, [.. samples.Chunk(size)]);
        Assert.Equal(loss, meanLoss, SumOrder * loss);
        Assert.True(gradients.abs().max().item<float>() > 0);
        Assert.True((gradients - meanGradients).norm().item<float>() <= SumOrder * gradients.norm().item<float>());
    }

    [Fact]
    public void Batches_count_alike_whatever_their_size()
    {
        using var scope = NewDisposeScope();
        var samples = Enumerable.Range(0, 3).Select(_ => NewSample()).ToList();
        var training = new TrainingStep(dit, lora, Plan(new BatchPlan()), CPU);
        var together = training.Backward(5, [samples[..2], samples[2..]]);
        var first = training.Backward(5, [samples[..2]]);
        var all = training.Backward(5, [samples]);
        var last = 3 * all - 2 * first; // the loss of the third sample at the third place
        Assert.Equal((first + last) / 2, together, 1e-4 * together);
    }

    [Fact]
    public void A_black_mask_teaches_nothing_and_a_white_one_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var sample = NewSample();
        var plain = Run(new BatchPlan(), [[sample]]);
        var white = Run(new BatchPlan(), [[sample with { Mask = ones(1, 4, 6) }]]);
        var black = Run(new BatchPlan(), [[sample with { Mask = zeros(1, 4, 6) }]]);
        Assert.Equal(plain.Loss, white.Loss);
        Assert.Equal(0f, (plain.Gradients - white.Gradients).abs().max().item<float>());
        Assert.Equal((0.0, 0f), (black.Loss, black.Gradients.abs().max().item<float>()));
    }

    [Fact]
    public void Choices_come_from_seed_step_and_place_and_meet_their_odds()
    {
        using var scope = NewDisposeScope();
        var sample = NewSample(masked: true);
        var choice = new SampleChoice(42, Everything);
        var shown = (from step in Enumerable.Range(1, 500) from place in Enumerable.Range(0, 4) select choice.Of(sample, step, place)).ToList();

        double Share(Func<ShownSample, bool> isSo) => shown.Count(isSo) / (double)shown.Count;
        Assert.InRange(Share(one => ReferenceEquals(one.Latent, sample.MirroredLatent)), 0.46, 0.54);
        Assert.InRange(Share(one => ReferenceEquals(one.Context, sample.EmptyContext)), 0.26, 0.34);
        Assert.All(sample.Contexts, context => Assert.InRange(Share(one => ReferenceEquals(one.Context, context)), 0.2, 0.27)); // a third of 0.7
        Assert.All(shown, one => Assert.Equal(ReferenceEquals(one.Latent, sample.Latent), ReferenceEquals(one.Mask, sample.Mask)));

        var again = new SampleChoice(42, Everything).Of(sample, 77, 2);
        Assert.Same(shown[76 * 4 + 2].Latent, again.Latent);
        Assert.Same(shown[76 * 4 + 2].Context, again.Context);
    }

    [Fact]
    public void A_mirrored_sample_has_a_mirrored_mask()
    {
        using var scope = NewDisposeScope();
        var sample = NewSample() with { Mask = arange(24, dtype: float32).reshape(1, 4, 6) };
        var choice = new SampleChoice(42, Everything);
        var mirrored = Enumerable.Range(1, 100).Select(step => choice.Of(sample, step, 0)).First(one => !ReferenceEquals(one.Latent, sample.Latent));
        Assert.Equal([5f, 4f, 3f, 2f, 1f, 0f], mirrored.Mask![0, 0].data<float>().ToArray());
    }

    [Fact]
    public void With_everything_off_a_sample_is_shown_as_it_is()
    {
        using var scope = NewDisposeScope();
        var sample = new Sample("a", new ImageSize(48, 32), 1, randn(5, 4, 6), [randn(7, 20)]);
        for (var step = 1; step < 50; step++)
            Assert.Equal(new ShownSample(sample.Latent, sample.Contexts[0], null), new SampleChoice(1, new BatchPlan()).Of(sample, step, 0));
    }

    private (double Loss, Tensor Gradients) Run(BatchPlan batches, IReadOnlyList<IReadOnlyList<Sample>> step)
    {
        var loss = new TrainingStep(dit, lora, Plan(batches), CPU).Backward(3, step);
        return (loss, lora.Gradients.clone());
    }

    private static Sample NewSample(bool masked = false) => new("a.png", new ImageSize(48, 32), 1, randn(5, 4, 6), [randn(7, 20), randn(7, 20), randn(9, 20)])
    {
        MirroredLatent = randn(5, 4, 6),
        EmptyContext = randn(1, 20),
        Mask = masked ? rand(1, 4, 6) : null,
    };

    private static TrainPlan Plan(BatchPlan batches) =>
        new() { Rank = 3, Alpha = 1, Steps = 10, StopLoss = 0.04, Resolution = 64, Seed = 42, SaveEvery = 5, Batches = batches };
}

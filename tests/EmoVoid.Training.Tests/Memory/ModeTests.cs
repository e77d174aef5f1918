using EmoVoid.Contracts.Memory;
using EmoVoid.Testing;
using EmoVoid.Training.FlowMatching;
using EmoVoid.Training.Lora;
using EmoVoid.Training.Memory;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Tests.Models;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>The ways to hold a model: what they may change, and what they may not.</summary>
[Collection(nameof(Alone))]
public sealed class ModeTests : IDisposable
{
    private const int Blocks = 5;

    /// <summary>Of latents: inputs for the common way, and inputs that <see cref="BackwardPass.Pays"/> sends another.</summary>
    private static readonly long[] SmallLatents = [2, 5, 6, 4], LargeLatents = [16, 5, 32, 32];

    private static readonly AnimaDitSizes Sizes = SmallModels.Dit with { Blocks = Blocks };

    private readonly TemporaryFolder folder = new();
    private readonly string file;

    public ModeTests() => file = SmallModels.Write(folder["dit.safetensors"], "net.", WeightShapes.Of(weights => new AnimaDit(weights, Sizes)), ScalarType.BFloat16);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(BaseWeights.Bf16, true, 0)]
    [InlineData(BaseWeights.Bf16, false, 1)]
    [InlineData(BaseWeights.Bf16, false, 2)]
    [InlineData(BaseWeights.Bf16, false, 3)]
    [InlineData(BaseWeights.Bf16, true, 3)]
    public void Recomputing_and_swapping_change_no_bit(BaseWeights weights, bool recompute, int swapped) =>
        Assert.Equal(Train(new MemoryMode(weights)), Train(new MemoryMode(weights, recompute, swapped)));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void Nor_do_they_with_int8_weights(bool recompute, int swapped) =>
        Assert.Equal(Train(new MemoryMode(BaseWeights.Int8)), Train(new MemoryMode(BaseWeights.Int8, recompute, swapped)));

    [Theory]
    [InlineData(BaseWeights.Bf16, true, 0)]
    [InlineData(BaseWeights.Bf16, true, 2)]
    [InlineData(BaseWeights.Int8, true, 0)]
    [InlineData(BaseWeights.Int8, false, 3)]
    public void Nor_do_they_with_large_inputs_which_go_another_way(BaseWeights weights, bool recompute, int swapped)
    {
        using var z = zeros(LargeLatents[0], Sizes.Tokens(64 * LargeLatents[2] * LargeLatents[3]), Sizes.Width); // a pixel of latents is 8 × 8 of the picture
        Assert.True(BackwardPass.Pays(z));
        Assert.Equal(Train(new MemoryMode(weights), LargeLatents), Train(new MemoryMode(weights, recompute, swapped), LargeLatents));
    }

    [Fact]
    public void Weights_that_the_file_has_in_bf16_give_the_bits_of_float32_ones()
    {
        using var plain = AnimaDit.Load(file, Placement.Reference);
        Assert.Equal(Train(plain), Train(new MemoryMode()));
    }

    [Fact]
    public void Int8_weights_stay_near()
    {
        using var scope = NewDisposeScope();
        var (exact, rounded) = (tensor(Train(new MemoryMode())), tensor(Train(new MemoryMode(BaseWeights.Int8))));
        Assert.InRange(((exact - rounded).norm() / exact.norm()).item<float>(), 1e-6, 0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_more_blocks_than_those_that_stay_and_two_are_ever_on_the_device(int swapped)
    {
        using var dit = AnimaDit.Load(file, Placement.Reference, new MemoryMode(BlocksToSwap: swapped));
        Train(dit);
        Assert.Equal(Blocks - swapped + Math.Min(swapped, 2), dit.Swap!.MostOnDevice);
    }

    [Fact]
    public void Of_three_visitors_each_step_fetches_one_on_the_way_there_and_one_on_the_way_back()
    {
        using var dit = AnimaDit.Load(file, Placement.Reference, new MemoryMode(BlocksToSwap: 3));
        Train(dit, steps: 1);
        var first = dit.Swap!.Loads;
        Train(dit, steps: 10);
        Assert.Equal(4, first);                        // 0 and 1 to begin with, 2, and on the way back 0
        Assert.Equal(first + 10 * 2, dit.Swap.Loads);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Blocks - 1)]
    public void More_swapped_blocks_than_the_model_has_to_spare_are_refused(int swapped) =>
        Assert.Contains($"0 to {Blocks - 2}", Assert.Throws<ArgumentOutOfRangeException>(
            () => AnimaDit.Load(file, Placement.Reference, new MemoryMode(BlocksToSwap: swapped))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recomputed_block_gives_the_same_velocity_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var dit = AnimaDit.Load(file, Placement.Reference, new MemoryMode(GradientCheckpointing: true));
        using var plain = AnimaDit.Load(file, Placement.Reference);
        var (x, sigma, context) = (randn(1, 5, 6, 4), rand(1), randn(1, 8, 20));
        using var grad = no_grad();
        Assert.True(dit.Velocity(x, sigma, context).equal(plain.Velocity(x, sigma, context)).all().item<bool>());
    }

    [Theory]
    [InlineData(BaseWeights.Bf16, false, 0)]
    [InlineData(BaseWeights.Int8, false, 0)]
    [InlineData(BaseWeights.Int8, true, 3)]
    public void Memory_is_flat_over_two_hundred_steps(BaseWeights weights, bool recompute, int swapped) =>
        AssertFlat(new MemoryMode(weights, recompute, swapped), steps: 200, SmallLatents);

    [Theory]
    [InlineData(BaseWeights.Bf16, false, 0)]
    [InlineData(BaseWeights.Int8, true, 3)]
    public void And_over_twenty_with_large_inputs(BaseWeights weights, bool recompute, int swapped) =>
        AssertFlat(new MemoryMode(weights, recompute, swapped), steps: 20, LargeLatents);

    private void AssertFlat(MemoryMode mode, int steps, long[] latents)
    {
        using var dit = AnimaDit.Load(file, Placement.Reference, mode);
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        Steps(dit, lora, steps / 2, latents);
        var (handles, inUse) = (LiveTensors.OfThisThread, NativeHeap.InUse());
        Steps(dit, lora, steps, latents);
        Assert.Equal(handles, LiveTensors.OfThisThread);
        Assert.InRange(NativeHeap.InUse() - inUse, long.MinValue, 4 << 20); // .NET itself takes some; a large activation a step would be 12 MB
    }

    private float[] Train(MemoryMode mode, long[]? latents = null)
    {
        using var dit = AnimaDit.Load(file, Placement.Reference, mode);
        return Train(dit, latents: latents);
    }

    /// <summary>Losses, and the gradients after the last step, of a LoRA whose ups are not zero.</summary>
    private static float[] Train(AnimaDit dit, int steps = 3, long[]? latents = null)
    {
        using var lora = LoraNetwork.Attach(dit, rank: 2, alpha: 1, seed: 1);
        return Steps(dit, lora, steps, latents ?? SmallLatents);
    }

    private static float[] Steps(AnimaDit dit, LoraNetwork lora, int steps, long[] latents)
    {
        var losses = new List<float>();
        for (var step = 1; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            var (x, noise, sigma) = (FlowDraws.Noise(2, step, latents), FlowDraws.Noise(1, step, latents), FlowDraws.Sigma(1, step, (int)latents[0]));
            var context = FlowDraws.Noise(3, step, [latents[0], 8, 20]);
            using var loss = Flow.Loss(dit.Velocity(Flow.Noisy(x, noise, sigma), sigma, context), Flow.Velocity(x, noise));
            lora.ZeroGradients();
            BackwardPass.Run(loss);
            losses.Add(loss.item<float>());
            using var grad = no_grad();
            lora.Parameters.add_(lora.Gradients, -0.1);
        }

        return [.. losses, .. lora.Gradients.data<float>().ToArray()];
    }
}

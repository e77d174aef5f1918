using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Tests.Memory;

public sealed class MemoryEstimateTests
{
    private static readonly AnimaDitSizes Full = Anima.FullSize;

    [Fact]
    public void The_weights_are_those_of_every_matrix_in_the_list_of_tensors()
    {
        var listed = TensorList.Of(Full).Where(tensor => tensor.Value.Length == 2).Sum(tensor => tensor.Value[0] * tensor.Value[1]);
        Assert.Equal(listed, Full.Weights);
        Assert.Equal(2 * listed, Of(new MemoryMode()).Weights);
    }

    [Fact]
    public void A_LoRA_of_rank_4_has_the_5_73_million_numbers_of_the_published_ones() => Assert.Equal(5_734_400, Full.LoraWeights(4));

    [Fact]
    public void Int8_takes_half_of_the_large_matrices()
    {
        var saved = Of(new MemoryMode()).Weights - Of(new MemoryMode(BaseWeights.Int8)).Weights;
        Assert.InRange(saved, 0.99 * Full.Blocks * Full.BlockMatrixWeights, Full.Blocks * Full.BlockMatrixWeights);
    }

    [Fact]
    public void Checkpointing_keeps_one_input_a_block_and_the_rest_of_a_single_one()
    {
        var (kept, again) = (Of(new MemoryMode()).Activations, Of(new MemoryMode(GradientCheckpointing: true)).Activations);
        Assert.Equal(kept / Full.Blocks + Full.Blocks * 1024 * Full.Width * 2, again);
    }

    [Fact]
    public void Swapped_blocks_leave_a_gpu_but_for_two_places_and_a_cpu_not_at_all()
    {
        var block = MemoryEstimate.BlockBytes(Full, BaseWeights.Bf16);
        var (gpu, cpu) = (Of(new MemoryMode(BlocksToSwap: 22)), Of(new MemoryMode(BlocksToSwap: 22), onGpu: false));
        Assert.Equal((20 * block, 22 * block), (Of(new MemoryMode()).Weights - gpu.Weights, gpu.HostWeights));
        Assert.Equal((-2 * block, 0), (Of(new MemoryMode()).Weights - cpu.Weights, cpu.HostWeights));
    }

    [Fact]
    public void A_batch_multiplies_what_is_kept_and_no_weights()
    {
        var (one, three) = (Of(new MemoryMode()), MemoryEstimate.Of(Full, Anima.Step(Full, 512) with { Batch = 3 }, new MemoryMode(), onGpu: true));
        Assert.Equal((3 * one.Activations, one.Weights, one.Lora), (three.Activations, three.Weights, three.Lora));
    }

    [Fact]
    public void Making_pictures_keeps_nothing_for_a_backward_pass() =>
        Assert.Equal(0, MemoryEstimate.Of(Full, Anima.Step(Full, 1024) with { Trains = false }, new MemoryMode(), onGpu: true).Activations);

    [Theory]
    [InlineData(512, BaseWeights.Bf16, false, 0, 8.389)]
    public void At_full_size_it_is_within_a_tenth_of_what_tests_fullsize_measured(int resolution, BaseWeights weights, bool checkpointing, int swapped, double measured) =>
        AssertNear(Full, resolution, new MemoryMode(weights, checkpointing, swapped), measured);

    /// <summary><c>tests/fullsize --small --dit-only --compute fp32</c>, two cores.</summary>
    [Theory]
    [InlineData(256, BaseWeights.Bf16, false, 0, 0.283)]
    [InlineData(256, BaseWeights.Bf16, true, 0, 0.162)]
    [InlineData(256, BaseWeights.Int8, false, 0, 0.237)]
    [InlineData(256, BaseWeights.Int8, true, 0, 0.119)]
    [InlineData(256, BaseWeights.Int8, true, 6, 0.127)]
    [InlineData(512, BaseWeights.Bf16, false, 0, 0.628)]
    [InlineData(512, BaseWeights.Bf16, true, 0, 0.244)]
    [InlineData(512, BaseWeights.Int8, false, 0, 0.586)]
    [InlineData(512, BaseWeights.Int8, true, 0, 0.202)]
    [InlineData(512, BaseWeights.Int8, true, 6, 0.214)]
    public void At_small_size_it_is_within_a_tenth_of_what_tests_fullsize_measured(int resolution, BaseWeights weights, bool checkpointing, int swapped, double measured) =>
        AssertNear(Anima.Small, resolution, new MemoryMode(weights, checkpointing, swapped), measured);

    private static void AssertNear(AnimaDitSizes dit, int resolution, MemoryMode mode, double measured)
    {
        var estimate = MemoryEstimate.Of(dit, Anima.Step(dit, resolution) with { ComputeBytes = 4 }, mode, onGpu: false); // in float32 on a CPU
        Assert.InRange(estimate.Total / 1e9 / measured, 0.9, 1.1);
    }

    private static MemoryEstimate Of(MemoryMode mode, bool onGpu = true) => MemoryEstimate.Of(Full, Anima.Step(Full, 512), mode, onGpu);
}

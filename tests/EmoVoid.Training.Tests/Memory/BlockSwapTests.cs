using EmoVoid.Training.Memory;
using EmoVoid.Training.Memory.Cuda;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Memory;

/// <summary>Blocks that travel on a GPU's second stream, timed by a <see cref="SimulatedGpu"/>.</summary>
public sealed class BlockSwapTests
{
    /// <summary>Anima's.</summary>
    private const int Blocks = 28;

    private const long Bytes = 4 * 3 * 2;     // of a block: two matrices of 4 × 3 in int8
    private const double Forward = 1;         // seconds of a block
    private const double Backward = 2;

    /// <summary>Copies that are never in time, that always are, and everything between.</summary>
    public static TheoryData<int, double> SwappedAndSpeed() =>
        new(from swapped in new[] { 1, 2, 3, 14, 22, 26 } from speed in new[] { 1e-2, 0.3, 0.5, 1, 2, 1e9 } select (swapped, speed));

    [Theory]
    [MemberData(nameof(SwappedAndSpeed))]
    public void No_block_is_read_before_it_is_there_or_overwritten_while_it_is_read(int swapped, double copiesPerForward)
    {
        var gpu = new SimulatedGpu(copiesPerForward * Bytes / Forward);
        using (var dit = new TimedDit(gpu, swapped))
        {
            dit.Step();
            dit.Step();
            dit.Look(); // a sample picture in between: forward only, twice
            dit.Look();
            dit.Step();
        }

        Assert.Empty(gpu.Faults);
        Assert.Equal(0, gpu.Handles);
    }

    [Theory]
    [InlineData(22, 1.0)]
    [InlineData(26, 1.0)]
    [InlineData(14, 1.9)]
    public void Copies_that_take_no_longer_than_the_blocks_between_cost_no_time(int swapped, double forwardsPerCopy)
    {
        var gpu = new SimulatedGpu(Bytes / (forwardsPerCopy * Forward));
        using var dit = new TimedDit(gpu, swapped);
        dit.Step();
        var waitedForTheFirst = gpu.Ends - gpu.Computing;
        for (var step = 0; step < 10; step++)
            dit.Step();

        Assert.InRange(waitedForTheFirst, 0.9 * forwardsPerCopy, 1.1 * forwardsPerCopy);
        Assert.Equal(waitedForTheFirst, gpu.Ends - gpu.Computing, 1e-9);
        Assert.True(gpu.Copying > 10 * 2 * (swapped - 2) * forwardsPerCopy);
    }

    [Theory]
    [InlineData(1.2, 0.04)]
    [InlineData(1.8, 0.15)]
    public void Copies_that_take_somewhat_longer_cost_a_fraction_of_their_time(double forwardsPerCopy, double mostWaiting)
    {
        var gpu = new SimulatedGpu(Bytes / (forwardsPerCopy * Forward));
        using var dit = new TimedDit(gpu, swapped: 22);
        for (var step = 0; step < 10; step++)
            dit.Step();

        Assert.InRange(gpu.Ends / gpu.Computing - 1, 0, mostWaiting);
        Assert.True(gpu.Copying / gpu.Computing > 4 * mostWaiting); // what it would cost with no overlap
    }

    [Fact]
    public void Copies_that_take_longer_are_the_only_thing_that_is_waited_for()
    {
        var gpu = new SimulatedGpu(Bytes / (5 * Forward));
        using var dit = new TimedDit(gpu, swapped: 22);
        for (var step = 0; step < 10; step++)
            dit.Step();

        Assert.True(gpu.Copying > gpu.Computing);
        Assert.InRange(gpu.Ends / gpu.Copying, 1, 1.05);
    }

    /// <summary>The order in which a DiT asks for its matrices in a step, and how long it takes to use them.</summary>
    private sealed class TimedDit : IDisposable
    {
        private readonly SimulatedGpu gpu;
        private readonly BlockSwap swap;
        private readonly List<(FrozenMatrix Matrix, nint Host)>[] blocks;

        public TimedDit(SimulatedGpu gpu, int swapped)
        {
            this.gpu = gpu;
            swap = new BlockSwap(Blocks, swapped, new SimulatedCopies(gpu));
            blocks = [.. Enumerable.Range(0, Blocks).Select(block => Matrices(block).ToList())];
        }

        public void Step()
        {
            Look();
            for (var block = Blocks - 1; block >= 0; block--)
                Use(block, Backward);
        }

        public void Look()
        {
            for (var block = 0; block < Blocks; block++)
                Use(block, Forward);
        }

        public void Dispose() => swap.Dispose();

        private void Use(int block, double seconds)
        {
            if (blocks[block].Count == 0)
                gpu.Compute(seconds);
            foreach (var (matrix, host) in blocks[block])
                gpu.Compute(seconds / blocks[block].Count, TensorAddress.Of(matrix.Here.Values), host);
        }

        private IEnumerable<(FrozenMatrix, nint)> Matrices(int block)
        {
            for (var matrix = 0; matrix < 2 && swap.Visits(block); matrix++)
            {
                var values = zeros(4, 3, ScalarType.Int8);
                yield return (swap.Add(block, new PackedMatrix(values, null)), TensorAddress.Of(values));
            }
        }
    }

    /// <summary>Only the time is simulated: the tensors are the CPU's.</summary>
    private sealed class SimulatedCopies(SimulatedGpu gpu) : IWeightCopies
    {
        private readonly PlainCopies memory = new();
        private readonly CopyStream stream = new(gpu);

        public Tensor ToHost(Tensor tensor) => memory.ToHost(tensor);

        public Tensor RoomFor(Tensor tensor) => memory.RoomFor(tensor);

        public void Begin(int slot, IEnumerable<(Tensor From, Tensor To)> tensors) => stream.Begin(slot, tensors);

        public void Wait(int slot) => stream.Wait(slot);

        public void Dispose()
        {
            stream.Dispose();
            memory.Dispose();
        }
    }
}

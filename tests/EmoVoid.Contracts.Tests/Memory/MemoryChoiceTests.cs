using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Tests.Memory;

public sealed class MemoryChoiceTests
{
    private static readonly AnimaDitSizes Full = Anima.FullSize;
    private static readonly StepSize Step = Anima.Step(Full, 1024);
    private static readonly MemoryPlan Nothing = new();

    [Theory]
    [InlineData(80, "bf16 weights")]
    [InlineData(12, "bf16 weights, gradient checkpointing")]
    [InlineData(6, "bf16 weights, gradient checkpointing, ")]
    [InlineData(2.45, "int8 weights, gradient checkpointing, ")]
    public void The_less_room_there_is_the_more_is_saved(double gigabytes, string mode)
    {
        var choice = OnGpu(gigabytes);
        Assert.True(choice.Fits);
        Assert.StartsWith(mode, choice.Mode.ToString(), StringComparison.Ordinal);
        Assert.Equal(mode.EndsWith(", ", StringComparison.Ordinal), choice.Mode.BlocksToSwap > 0);
    }

    [Fact]
    public void What_is_chosen_fits_and_no_fewer_swapped_blocks_would()
    {
        for (var gigabytes = 2.0; gigabytes < 20; gigabytes += 0.1)
            if (OnGpu(gigabytes) is { Fits: true, Mode: { BlocksToSwap: > 3 } mode } choice)
            {
                Assert.InRange(choice.NeededBytes, choice.Estimate.Total, gigabytes * 1e9);
                Assert.False(OnGpu(gigabytes, new MemoryPlan { Base = mode.Base, GradientCheckpointing = mode.GradientCheckpointing, BlocksToSwap = mode.BlocksToSwap - 1 }).Fits);
            }
    }

    [Fact]
    public void Too_little_room_gives_the_leanest_mode_and_says_what_is_needed()
    {
        var choice = OnGpu(1);
        Assert.Equal((false, new MemoryMode(BaseWeights.Int8, true, 26)), (choice.Fits, choice.Mode));
        Assert.Equal($"Even with int8 weights, gradient checkpointing, 26 blocks swapped, about {MemoryChoice.Gigabytes(choice.NeededBytes)} are needed, and 1.0 GB can be had.", choice.Reason);
    }

    [Fact]
    public void What_is_asked_for_is_kept_whether_it_fits_or_not()
    {
        var asked = new MemoryPlan { Base = BaseWeights.Bf16, GradientCheckpointing = false, BlocksToSwap = 0 };
        var choice = OnGpu(6, asked);
        Assert.Equal((false, new MemoryMode()), (choice.Fits, choice.Mode));
        Assert.StartsWith("With bf16 weights, about ", choice.Reason, StringComparison.Ordinal);
        Assert.Equal(22, OnGpu(80, new MemoryPlan { BlocksToSwap = 22 }).Mode.BlocksToSwap);
    }

    [Fact]
    public void A_saving_is_told_with_its_reason() =>
        Assert.Matches(@"^Trained with bf16 weights, gradient checkpointing \(about \d+\.\d GB of 12\.0 GB free\), because the fastest mode would need about \d+\.\d GB\.$", OnGpu(12).Reason);

    [Fact]
    public void Where_the_room_is_not_known_nothing_is_saved()
    {
        var choice = MemoryChoice.Make(Full, Step, Nothing, new DeviceRoom(IsGpu: true, null));
        Assert.Equal((true, new MemoryMode()), (choice.Fits, choice.Mode));
    }

    [Fact]
    public void On_a_cpu_no_block_is_swapped_by_itself_since_there_is_nowhere_to_go()
    {
        for (var gigabytes = 1.0; gigabytes < 30; gigabytes++)
            Assert.Equal(0, MemoryChoice.Make(Full, Step, Nothing, new DeviceRoom(IsGpu: false, (long)(gigabytes * 1e9))).Mode.BlocksToSwap);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(26, true)]
    [InlineData(27, false)]
    public void As_many_blocks_can_be_swapped_as_there_are_but_two(int swapped, bool possible)
    {
        var problem = new MemoryPlan { BlocksToSwap = swapped }.ProblemFor(Full, "anima");
        Assert.Equal(possible ? null : $"memory.blocks_to_swap is {swapped}; 'anima' has 28 blocks, of which two are always on the device, so it can be 0 to 26.", problem);
    }

    private static MemoryChoice OnGpu(double gigabytes, MemoryPlan? asked = null) => MemoryChoice.Make(Full, Step, asked ?? Nothing, new DeviceRoom(IsGpu: true, (long)(gigabytes * 1e9)));
}

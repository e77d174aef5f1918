using EmoVoid.Contracts.Inspection;
using EmoVoid.Contracts.Memory;
using EmoVoid.Core.Tests.Models;
using EmoVoid.Testing;

namespace EmoVoid.Core.Tests.Inbox;

/// <summary>A model of two blocks, and devices of whatever memory a test gives them.</summary>
public sealed class MemoryPreflightTests : IDisposable
{
    private static readonly StepSize Step = new(FakeModel.Dit.Tokens(1024 * 1024), Batch: 1, Rank: 4, ComputeBytes: 2);

    private readonly TemporaryFolder folder = new();
    private readonly TestInbox inbox;

    public MemoryPreflightTests()
    {
        FakeModel.WriteComfyUI(folder);
        inbox = new TestInbox(settings: [("EmoVoid:Models:anima:ComfyUI", folder.Path)]);
    }

    public void Dispose()
    {
        inbox.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_run_that_fits_is_accepted() => Assert.Empty(await ProblemsWith("", Needed(new MemoryMode())));

    [Fact]
    public async Task A_run_that_only_fits_in_a_leaner_mode_is_accepted_too() => Assert.Empty(await ProblemsWith("", Needed(new MemoryMode()) - 1));

    [Fact]
    public async Task A_run_that_fits_in_no_mode_is_refused_with_what_it_needs_what_there_is_and_the_way_out()
    {
        var problem = Assert.Single(await ProblemsWith("", 10_000_000));
        Assert.Matches(
            @"^It does not fit the device 'cuda:0'\. Even with int8 weights, gradient checkpointing, about 0\.\d GB are needed, and 0\.0 GB can be had\. Ask for a lower train\.resolution, train\.batch_size or train\.rank, or another train\.device\.$", problem);
    }

    [Fact]
    public async Task A_mode_that_does_not_fit_is_answered_with_one_that_does()
    {
        var problem = Assert.Single(await ProblemsWith("memory.gradient_checkpointing = false\nmemory.base = \"bf16\"", Needed(new MemoryMode(GradientCheckpointing: true))));
        Assert.StartsWith("It does not fit the device 'cuda:0' in the way that [memory] asks for. With bf16 weights, about ", problem, StringComparison.Ordinal);
        Assert.Contains(" With bf16 weights, gradient checkpointing, ", problem, StringComparison.Ordinal);
        Assert.EndsWith("ask for that, or leave [memory] out.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_tell_the_memory_nothing_is_refused() => Assert.Empty(await ProblemsWith("", null));

    [Fact]
    public async Task More_swapped_blocks_than_the_model_can_spare_are_refused() => Assert.Equal(
        ["memory.blocks_to_swap is 1; 'anima' has 2 blocks, of which two are always on the device, so it can be 0 to 0."],
        await ProblemsWith("memory.blocks_to_swap = 1", null));

    [Fact]
    public async Task No_model_has_27_blocks_to_spare()
    {
        var problem = Assert.Single(await ProblemsWith("memory.blocks_to_swap = 27", null));
        Assert.Contains("memory.blocks_to_swap", problem, StringComparison.Ordinal);
        Assert.Contains("0 to 26", problem, StringComparison.Ordinal);
        Assert.Contains("27", problem, StringComparison.Ordinal);
    }

    private static long Needed(MemoryMode mode) =>
        MemoryChoice.Make(FakeModel.Dit, Step, new MemoryPlan { Base = mode.Base, GradientCheckpointing = mode.GradientCheckpointing, BlocksToSwap = 0 }, new DeviceRoom(IsGpu: true, null)).NeededBytes;

    /// <param name="memory">Bytes of the one GPU; null: nobody can tell.</param>
    private async Task<IReadOnlyList<string>> ProblemsWith(string sidecar, long? memory)
    {
        inbox.Devices.There = new DeviceInspection("2.10.0", ["cpu", "cuda:0"], null, memory is { } bytes ? new Dictionary<string, long> { ["cuda:0"] = bytes } : null);
        inbox.PutDataset("a", sidecar: $"model = \"anima\"\ntrain.resolution = 1024\ntrain.device = \"cuda\"\n{sidecar}");
        return (await inbox.CheckAsync("a")).Problems;
    }
}

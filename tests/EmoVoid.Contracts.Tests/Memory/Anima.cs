using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Tests.Memory;

/// <summary>The published model, and the small one of <c>tests/fullsize --small</c>.</summary>
internal static class Anima
{
    public static AnimaDitSizes FullSize { get; } = Of(width: 2048, headDim: 128, blocks: 28, modulationRank: 256, context: 1024);

    public static AnimaDitSizes Small { get; } = Of(width: 512, headDim: 64, blocks: 12, modulationRank: 64, context: 256);

    /// <summary>A step of batch 1 at rank 4 in bfloat16.</summary>
    public static StepSize Step(AnimaDitSizes dit, int resolution) => new(dit.Tokens((long)resolution * resolution), Batch: 1, Rank: 4, ComputeBytes: 2);

    private static AnimaDitSizes Of(long width, long headDim, int blocks, long modulationRank, long context) => new(
        Channels: 16, Patch: 2, width, blocks, 4 * width, modulationRank,
        new AttentionSizes(width, width, headDim, width / headDim, width / headDim), new AttentionSizes(width, context, headDim, width / headDim, width / headDim));
}

using System.Text.Json.Serialization;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Memory;

/// <summary>In which numbers the frozen weights of the diffusion transformer are kept.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BaseWeights>))]
public enum BaseWeights
{
    /// <summary>As the published files have them: two bytes a weight.</summary>
    [JsonStringEnumMemberName("bf16")] Bf16,

    /// <summary>One byte a weight and one scale a row, for the large matrices of the blocks; the rest as bf16.</summary>
    [JsonStringEnumMemberName("int8")] Int8,
}

/// <summary>What a folder asks of memory. A member that is null is chosen by the trainer from what the device has free.</summary>
public sealed record MemoryPlan
{
    public BaseWeights? Base { get; init; }

    /// <summary>Whether a block's activations are computed again in the backward pass, so that those of one block alone are kept.</summary>
    public bool? GradientCheckpointing { get; init; }

    /// <summary>How many blocks live in the host's memory and visit the device when they are needed; 0 to the number of blocks − 2.</summary>
    public int? BlocksToSwap { get; init; }

    /// <summary>Why this cannot be done with a model, in a sentence; null when it can.</summary>
    /// <param name="name">The model's, as the folder's owner knows it.</param>
    public string? ProblemFor(AnimaDitSizes dit, string name) =>
        BlocksToSwap is { } swapped && (swapped < 0 || swapped > MemoryMode.MostSwapped(dit.Blocks))
            ? $"memory.blocks_to_swap is {swapped}; '{name}' has {dit.Blocks} blocks, of which two are always on the device, so it can be 0 to {MemoryMode.MostSwapped(dit.Blocks)}."
            : null;
}

/// <summary>A way to hold the model and its activations.</summary>
public sealed record MemoryMode(BaseWeights Base = BaseWeights.Bf16, bool GradientCheckpointing = false, int BlocksToSwap = 0)
{
    /// <summary>Of swapped blocks, so many are on the device at any time: the one that computes and the one that comes next.</summary>
    public const int SwapSlots = 2;

    /// <summary>The largest <see cref="BlocksToSwap"/> for a model.</summary>
    public static int MostSwapped(int blocks) => Math.Max(0, blocks - SwapSlots);

    /// <summary>As a person says it: <c>int8 weights, gradient checkpointing, 22 blocks swapped</c>.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Base == BaseWeights.Int8 ? "int8 weights" : "bf16 weights",
        GradientCheckpointing ? "gradient checkpointing" : "",
        BlocksToSwap > 0 ? $"{BlocksToSwap} blocks swapped" : "",
    }.Where(part => part.Length > 0));
}

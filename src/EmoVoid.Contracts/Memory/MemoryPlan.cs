using System.Text.Json.Serialization;

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
}

/// <summary>A way to hold the model and its activations.</summary>
public sealed record MemoryMode(BaseWeights Base = BaseWeights.Bf16, bool GradientCheckpointing = false, int BlocksToSwap = 0)
{
    /// <summary>As a person says it: <c>int8 weights, gradient checkpointing, 22 blocks swapped</c>.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Base == BaseWeights.Int8 ? "int8 weights" : "bf16 weights",
        GradientCheckpointing ? "gradient checkpointing" : "",
        BlocksToSwap > 0 ? $"{BlocksToSwap} blocks swapped" : "",
    }.Where(part => part.Length > 0));
}

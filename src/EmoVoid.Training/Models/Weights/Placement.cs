using static TorchSharp.torch;

namespace EmoVoid.Training.Models.Weights;

/// <summary>Where a model's frozen tensors live and in which type it computes.</summary>
public sealed record Placement(ScalarType Type, Device Device)
{
    /// <summary>float32 on the CPU: the type and place of the reference numbers.</summary>
    public static Placement Reference { get; } = new(ScalarType.Float32, CPU);
}

using System.Runtime.Intrinsics.X86;
using EmoVoid.Training.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>The type that the blocks compute in. LoRA weights, norms, rotations and the loss are float32 in any case.</summary>
public static class Precision
{
    /// <summary>Below it a step is over before the type matters, and float32 is the type of the reference.</summary>
    private const long LargeModel = 100_000_000;

    /// <summary>The first generation of GPUs that multiplies in bfloat16.</summary>
    /// <remarks>Source: NVIDIA, "CUDA C++ Programming Guide", arithmetic instructions by compute capability.</remarks>
    private static readonly Version FirstWithBfloat16 = new(8, 0);

    /// <summary>
    /// bfloat16 on a GPU, as the published weights are. On a CPU only for a large model, and only where the processor multiplies in bfloat16:
    /// measured on two cores, one that does is four times as fast in it as in float32 and one that does not six times as slow.
    /// </summary>
    public static Placement For(AnimaDitSizes dit, Device device) =>
        new(device.type != DeviceType.CPU || (IsLarge(dit) && HasBfloat16.Value) ? ScalarType.BFloat16 : ScalarType.Float32, device);

    /// <summary>What is worth knowing of a GPU that is older than its models' type; null for others.</summary>
    public static string? Caveat(Version computeCapability) => computeCapability >= FirstWithBfloat16
        ? null
        : $"This GPU has compute capability {computeCapability}, and GPUs multiply in bfloat16 from {FirstWithBfloat16} on (GeForce RTX 30): here libtorch imitates it, which is slow and may take more memory than the estimate says.";

    public static bool IsLarge(AnimaDitSizes dit) => IsLarge(dit.Weights);

    /// <param name="weights">How many numbers a model has.</param>
    internal static bool IsLarge(long weights) => weights >= LargeModel;

    /// <summary>AVX512-BF16 or AMX-BF16.</summary>
    /// <remarks>Source: Intel, "Instruction Set Reference", CPUID leaf 7: subleaf 1 EAX bit 5, subleaf 0 EDX bit 22.</remarks>
    private static Lazy<bool> HasBfloat16 { get; } = new(() =>
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7)
            return false;
        return (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 || (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
    });
}

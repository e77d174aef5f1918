using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Memory.Cuda;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>How the DiT will be in memory, and its loading.</summary>
/// <remarks>
/// Decided before the text encoder and the VAE come: of a GPU's memory libtorch keeps what they leave for the next tensors, and the driver
/// calls it taken. And what will not fit is said before they have worked for it.
/// </remarks>
internal sealed class DitLoading
{
    private readonly ModelPlan model;
    private readonly Placement placement;
    private readonly MemoryMode? mode; // null for a small model on a CPU that nothing is asked of: it is loaded in the numbers that it computes with

    private DitLoading(ModelPlan model, Placement placement, MemoryMode? mode) => (this.model, this.placement, this.mode) = (model, placement, mode);

    public BaseWeights Base => mode?.Base ?? BaseWeights.Bf16;

    /// <param name="saved">How a run that goes on has kept its weights: what its steps depend on must not change under it.</param>
    /// <param name="say">Told how the memory is used, and why.</param>
    /// <exception cref="TrainingException">Out of memory: no mode fits the GPU.</exception>
    public static DitLoading ForTraining(RunPlan plan, AnimaDitSizes sizes, Device device, BaseWeights? saved, Action<TrainerEvent> say)
    {
        var placement = Precision.For(sizes, device);
        var asked = plan.Memory ?? new MemoryPlan();
        var choice = Choose(sizes, placement, StepSize.Of(plan.Train, sizes, BytesOf(placement)), asked with { Base = asked.Base ?? saved }, say);
        if (choice is { Fits: true })
            say(new Noted(choice.Reason));
        if (device.type == DeviceType.CUDA && Precision.Caveat(CudaDevice.Of(device).ComputeCapability) is { } caveat)
            say(new Noted(caveat));
        return new DitLoading(plan.Model, placement, choice?.Mode);
    }

    /// <summary>In the mode that the run was asked to train in, or that the free memory calls for.</summary>
    /// <param name="say">Told when it may not fit.</param>
    /// <exception cref="TrainingException">Out of memory: no mode fits the GPU.</exception>
    public static DitLoading ForSampling(SamplePlan plan, AnimaDitSizes sizes, Device device, Action<TrainerEvent> say)
    {
        var placement = Precision.For(sizes, device);
        var choice = Choose(sizes, placement, StepSize.Of(plan, sizes, BytesOf(placement)), plan.Memory ?? new MemoryPlan(), say);
        return new DitLoading(plan.Model, placement, choice?.Mode);
    }

    public AnimaDit Load() => mode is null ? AnimaDit.Load(model.Dit, placement) : AnimaDit.Load(model.Dit, placement, mode);

    private static int BytesOf(Placement placement) => placement.Type == ScalarType.Float32 ? 4 : 2;

    private static MemoryChoice? Choose(AnimaDitSizes sizes, Placement placement, StepSize step, MemoryPlan asked, Action<TrainerEvent> say)
    {
        var isGpu = placement.Device.type == DeviceType.CUDA;
        if (asked is { Base: null or BaseWeights.Bf16, GradientCheckpointing: null, BlocksToSwap: null } && !Precision.IsLarge(sizes) && !isGpu)
            return null;
        var choice = MemoryChoice.Make(sizes, step, asked, new DeviceRoom(isGpu, DeviceMemory.Free(placement.Device)));
        // Linux finds memory for the CPU by other programs' leave; a GPU has what it has, and the run would only fail later.
        if (!choice.Fits && isGpu)
            throw new TrainingException(TrainerExitCode.OutOfMemory, $"{choice.Reason} Free the GPU from other programs, or ask for less: {MemoryChoice.WaysOut}.");
        if (!choice.Fits)
            say(new Noted($"{choice.Reason} It is tried all the same, and Linux may end it. What needs less: {MemoryChoice.WaysOut}."));
        return choice;
    }
}

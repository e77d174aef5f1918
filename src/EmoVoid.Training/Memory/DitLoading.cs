using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>From the plan and the free memory to a loaded DiT.</summary>
/// <remarks>
/// Made before the text encoder and the VAE come, since it sees then what is free: of a GPU's memory libtorch keeps what they leave for the
/// next tensors, and the driver calls it taken.
/// </remarks>
/// <param name="say">Told how the memory is used, and why.</param>
internal sealed class DitLoading(ModelPlan model, AnimaDitSizes sizes, Device device, Action<TrainerEvent> say)
{
    private readonly Placement placement = Precision.For(sizes, device);
    private readonly DeviceRoom room = new(device.type == DeviceType.CUDA, DeviceMemory.Free(device));

    /// <param name="savedBase">How a run that goes on has kept its weights: what its steps depend on must not change under it.</param>
    /// <exception cref="TrainingException">Out of memory: no mode fits the GPU.</exception>
    public (AnimaDit Dit, BaseWeights Base) ForTraining(RunPlan plan, BaseWeights? savedBase)
    {
        var asked = plan.Memory ?? new MemoryPlan();
        var choice = Choose(asked with { Base = asked.Base ?? savedBase }, StepSize.Of(plan.Train, sizes, ComputeBytes));
        if (choice is { Fits: true })
            say(new Noted(choice.Reason));
        return (Load(choice), choice?.Mode.Base ?? BaseWeights.Bf16);
    }

    /// <summary>In the mode that the run was asked to train in, or that the free memory calls for.</summary>
    /// <exception cref="TrainingException">Out of memory: no mode fits the GPU.</exception>
    public AnimaDit ForSampling(SamplePlan plan) => Load(Choose(plan.Memory ?? new MemoryPlan(), StepSize.Of(plan, sizes, ComputeBytes)));

    private int ComputeBytes => placement.Type == ScalarType.Float32 ? 4 : 2;

    private AnimaDit Load(MemoryChoice? choice) =>
        choice is null ? AnimaDit.Load(model.Dit, placement) : AnimaDit.Load(model.Dit, placement, choice.Mode);

    /// <returns>Null for a small model on a CPU that nothing is asked of: it is loaded in the numbers that it computes with.</returns>
    private MemoryChoice? Choose(MemoryPlan asked, StepSize step)
    {
        if (asked is { Base: null or BaseWeights.Bf16, GradientCheckpointing: null, BlocksToSwap: null } && !Precision.IsLarge(sizes) && device.type == DeviceType.CPU)
            return null;
        var choice = MemoryChoice.Make(sizes, step, asked, room);
        // Linux finds memory for the CPU by other programs' leave; a GPU has what it has, and the run would only fail later.
        if (!choice.Fits && room.IsGpu)
            throw new TrainingException(TrainerExitCode.OutOfMemory, $"{choice.Reason} Free the GPU from other programs, or ask for less: {MemoryChoice.WaysOut}.");
        if (!choice.Fits)
            say(new Noted($"{choice.Reason} It is tried all the same, and Linux may end it. What needs less: {MemoryChoice.WaysOut}."));
        return choice;
    }
}

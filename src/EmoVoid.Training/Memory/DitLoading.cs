using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Dit;
using TorchSharp;
using static TorchSharp.torch;

namespace EmoVoid.Training.Memory;

/// <summary>From the plan and the free memory to a loaded DiT.</summary>
internal static class DitLoading
{
    /// <param name="savedBase">How a run that goes on has kept its weights: what its steps depend on must not change under it.</param>
    /// <param name="say">Told how the memory is used, and why.</param>
    /// <exception cref="TrainingException">Bad plan: more blocks are to be swapped than the model has.</exception>
    public static (AnimaDit Dit, BaseWeights Base) Load(RunPlan plan, Device device, BaseWeights? savedBase, Action<TrainerEvent> say)
    {
        var sizes = DitDimensions.Read(SafetensorsSet.ReadHeaders(plan.Model.Dit).ToDictionary(tensor => tensor.Name, tensor => tensor.Shape));
        if (sizes is null)
            return (AnimaDit.Load(plan.Model.Dit, Placements.ForFrozen(device)), BaseWeights.Bf16); // the loader says what is wrong with the file
        var asked = plan.Memory ?? new MemoryPlan();
        ThrowIfTooManySwapped(asked, sizes);
        var placement = Precision.For(sizes, device);
        if (plan.Memory is null && savedBase is null or BaseWeights.Bf16 && !Precision.IsLarge(sizes) && device.type == DeviceType.CPU)
            return (AnimaDit.Load(plan.Model.Dit, placement), BaseWeights.Bf16);

        var step = new StepSize(sizes.Tokens(plan.Train.Resolution), plan.Train.BatchSize, plan.Train.Rank, placement.Type == ScalarType.Float32 ? 4 : 2);
        var choice = MemoryChoice.Make(sizes, step, asked with { Base = asked.Base ?? savedBase }, DeviceMemory.Free(device));
        say(new Noted(choice.Reason));
        return (AnimaDit.Load(plan.Model.Dit, placement, choice.Mode), choice.Mode.Base);
    }

    private static void ThrowIfTooManySwapped(MemoryPlan asked, DitDimensions sizes)
    {
        var most = MemoryChoice.MostSwapped(sizes.Blocks);
        if (asked.BlocksToSwap is { } swapped && (swapped < 0 || swapped > most))
            throw new TrainingException(TrainerExitCode.BadPlan, $"memory.blocks_to_swap is {swapped}; the model has {sizes.Blocks} blocks, of which two are always on the device, so it can be 0 to {most}.");
    }
}

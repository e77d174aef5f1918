using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Core.Runs;
using EmoVoid.Core.States;

namespace EmoVoid.Core.Scheduling;

/// <summary>
/// Writes the next more frugal way of holding the model into a run's plan: activations computed again, then a quarter of the model's blocks
/// swapped at a time. Int8 weights are left to the owner once there is a saved state: they alone would change the numbers; and kohya's scripts have none.
/// </summary>
internal sealed class LeanerMemory(StateFolder folders)
{
    /// <summary>Of the published model's 28 blocks.</summary>
    private const int BlocksMore = 7, MostBlocks = 26;

    /// <returns>For people; null when there is nothing more frugal.</returns>
    public string? Take(Run run)
    {
        var plan = RunPlan.Read(folders.PlanOf(run.Id));
        if (Next(plan.Memory ?? new MemoryPlan(), isGpu: plan.Device != "cpu", mayRound: plan.Trainer is null && !File.Exists(folders.SavedStateOf(run.Id))) is not { } next)
            return null;
        (plan with { Memory = next }).Write(folders.PlanOf(run.Id));
        return Words(next);
    }

    internal static MemoryPlan? Next(MemoryPlan now, bool isGpu, bool mayRound)
    {
        if (now.GradientCheckpointing != true)
            return now with { GradientCheckpointing = true };
        if (isGpu && (now.BlocksToSwap ?? 0) < MostBlocks)
            return now with { BlocksToSwap = Math.Min((now.BlocksToSwap ?? 0) + BlocksMore, MostBlocks) };
        return mayRound && now.Base != BaseWeights.Int8 ? now with { Base = BaseWeights.Int8 } : null;
    }

    private static string Words(MemoryPlan plan) =>
        new MemoryMode(plan.Base ?? BaseWeights.Bf16, plan.GradientCheckpointing ?? false, plan.BlocksToSwap ?? 0).ToString();
}

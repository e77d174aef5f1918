using EmoVoid.Contracts.Models;
using EmoVoid.Contracts.Plans;

namespace EmoVoid.Contracts.Memory;

/// <summary>What a step is made of, besides the model.</summary>
/// <param name="Tokens">Of one picture.</param>
/// <param name="Rank">Of the LoRA.</param>
/// <param name="ComputeBytes">Bytes of a number in the blocks: 2 for bfloat16, 4 for float32.</param>
/// <param name="Trains">Whether there is a backward pass; else pictures are only made.</param>
public sealed record StepSize(long Tokens, int Batch, int Rank, int ComputeBytes, bool Trains = true)
{
    /// <summary>A step of training.</summary>
    public static StepSize Of(TrainPlan train, AnimaDitSizes dit, int computeBytes) =>
        new(dit.Tokens((long)train.Resolution * train.Resolution), train.BatchSize, train.Rank, computeBytes);

    /// <summary>A step of sampling, which takes prompt after prompt.</summary>
    public static StepSize Of(SamplePlan plan, AnimaDitSizes dit, int computeBytes) =>
        new(dit.Tokens((long)plan.Settings.Width * plan.Settings.Height), Batch: 1, plan.Rank, computeBytes, Trains: false);
}

using System.Text.Json;
using EmoVoid.Contracts;
using EmoVoid.Contracts.Memory;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Data.Caching;

namespace EmoVoid.Training.Loop;

/// <summary>Everything that a step's result depends on, as one hash: a state is gone on from only by a plan with the same one.</summary>
/// <remarks>
/// Models count by what is in their files, so that they may move. How many steps there are, when to save or stop, how to spell it, what to show and what to
/// measure do not count: a run may be prolonged. Nor does how memory is saved, except by rounding.
/// </remarks>
internal static class PlanFingerprint
{
    public static string Of(RunPlan plan)
    {
        var same = plan with
        {
            Model = new ModelPlan("", ModelFileHashes.In(plan.CacheFolder).OfAll(plan.Model), "", "", ""),
            CheckpointFolder = "",
            CacheFolder = "",
            Dataset = plan.Dataset with { Folder = "" },
            Train = plan.Train with { Steps = 0, SaveEvery = 0, Stop = null, Lora = plan.Train.Lora with { Format = default } },
            Sample = null,
            Validation = null,
            Memory = plan.Memory?.Base is { } kept ? new MemoryPlan { Base = kept } : null,
        };
        return ContentHash.Of(JsonSerializer.Serialize(same, ContractsJson.Line.RunPlan));
    }
}

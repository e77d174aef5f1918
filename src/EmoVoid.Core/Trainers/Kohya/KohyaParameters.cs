using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>How many numbers <c>networks.lora_anima</c> trains.</summary>
internal static class KohyaParameters
{
    private const string Weight = ".weight";

    /// <summary>Parts of names of layers that get no LoRA.</summary>
    private static readonly string[] LeftOut = ["_modulation", "_norm", "_embedder", "final_layer", "llm_adapter"];

    /// <summary>For every matrix (outputs, inputs) of the blocks r · (outputs + inputs).</summary>
    /// <exception cref="IOException">The model cannot be read.</exception>
    public static long Count(RunPlan plan) => SafetensorsSet.ReadHeaders(plan.Model.Dit)
        .Where(tensor => tensor.Shape.Count == 2 && tensor.Name.Contains("blocks.", StringComparison.Ordinal) && tensor.Name.EndsWith(Weight, StringComparison.Ordinal))
        .Where(tensor => !LeftOut.Any(part => tensor.Name.Contains(part, StringComparison.Ordinal)))
        .Sum(tensor => plan.Train.Rank * (tensor.Shape[0] + tensor.Shape[1]));
}

using EmoVoid.Training.Models.Layers;

namespace EmoVoid.Training.Lora;

/// <summary>One adapted layer's place in the flat buffer: first down (r, inputs), then up (outputs, r).</summary>
/// <param name="Layer">Its name in the model: <c>blocks.0.self_attn.q_proj</c>.</param>
/// <param name="Offset">Of its first number.</param>
public sealed record LoraSlot(string Layer, long Inputs, long Outputs, int Rank, long Offset)
{
    public long DownLength => Rank * Inputs;
    public long UpLength => Outputs * Rank;
    public long UpOffset => Offset + DownLength;
    public long End => UpOffset + UpLength;
}

/// <summary>Where every number of a LoRA lies. All of them are one float32 buffer, so an optimizer step is a handful of kernels.</summary>
public sealed record LoraLayout(int Rank, double Alpha, IReadOnlyList<LoraSlot> Slots)
{
    /// <summary>How many numbers are trained.</summary>
    public long Parameters => Slots.Count == 0 ? 0 : Slots[^1].End;

    /// <summary>What the update BA is multiplied with: α/r.</summary>
    public double Scale => Alpha / Rank;

    /// <exception cref="ArgumentOutOfRangeException">The rank is below 1, or above what a layer can use.</exception>
    public static LoraLayout Of(IEnumerable<(string Name, Linear Layer)> targets, int rank, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        var slots = new List<LoraSlot>();
        foreach (var (name, layer) in targets)
        {
            if (rank > Math.Min(layer.Inputs, layer.Outputs))
                throw new ArgumentOutOfRangeException(nameof(rank), rank, $"a rank above {Math.Min(layer.Inputs, layer.Outputs)} is of no use to {name} [{layer.Outputs}, {layer.Inputs}]");
            slots.Add(new LoraSlot(name, layer.Inputs, layer.Outputs, rank, slots.Count == 0 ? 0 : slots[^1].End));
        }

        return new LoraLayout(rank, alpha, slots);
    }
}

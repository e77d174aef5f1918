using EmoVoid.Contracts.Lora;

namespace EmoVoid.Contracts.Plans;

/// <summary>The LoRA files of a run: the one it may start from, and those it writes.</summary>
public sealed record LoraPlan
{
    /// <summary>The spelling of the names in the files that are written; files are read in either.</summary>
    public LoraFormat Format { get; init; } = LoraFormat.Kohya;

    /// <summary>A LoRA file to go on from, relative to the data set's folder; null: a fresh LoRA.</summary>
    public string? StartFrom { get; init; }
}

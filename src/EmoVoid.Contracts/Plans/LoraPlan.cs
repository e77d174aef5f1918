using EmoVoid.Contracts.Lora;

namespace EmoVoid.Contracts.Plans;

/// <summary>The LoRA files of a run: the one it may start from, and those it writes.</summary>
/// <param name="Format">The spelling of the names in the files that are written; files are read in either.</param>
/// <param name="StartFrom">A LoRA file to go on from, relative to the data set's folder; null: a fresh LoRA.</param>
public sealed record LoraPlan(LoraFormat Format = LoraFormat.Kohya, string? StartFrom = null);

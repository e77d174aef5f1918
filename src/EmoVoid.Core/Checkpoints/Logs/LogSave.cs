namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>A checkpoint, and the step after which it was saved.</summary>
/// <param name="Step">Counted from 1, as the scripts count; null when nothing says it.</param>
internal sealed record LogSave(CheckpointName Name, int? Step);

namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>No advice can be had from a log, or from the folder of checkpoints beside it; the message says why, and the way out.</summary>
public sealed class LogException(string message) : Exception(message);

namespace EmoVoid.Goldens;

/// <summary>A golden that cannot be tried on this machine, for a reason that is no fault of what is tried.</summary>
public sealed class GoldenSkippedException(string reason) : Exception(reason);

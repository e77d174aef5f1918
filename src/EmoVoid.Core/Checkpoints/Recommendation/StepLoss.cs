namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>The loss of one step, as it was recorded.</summary>
/// <param name="Step">Counted from 1.</param>
public readonly record struct StepLoss(int Step, double Loss);

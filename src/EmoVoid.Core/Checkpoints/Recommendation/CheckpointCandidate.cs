namespace EmoVoid.Core.Checkpoints.Recommendation;

/// <summary>A saved checkpoint and what speaks for it.</summary>
/// <param name="Step">The step after which it was saved.</param>
/// <param name="Score">Σ exp(−distance/τ) over all lit steps; 0 when the light was never on.</param>
/// <param name="ClosestLit">The lit step closest to it (the earlier of two), or null when the light was never on.</param>
/// <param name="Distance">Steps to <paramref name="ClosestLit"/>.</param>
/// <param name="LitNearby">Lit steps within 3τ of it: those that still weigh at least 5 %.</param>
/// <param name="Density">The share of the steps within 3τ of it that were lit, 0..1.</param>
/// <param name="StableLoss">The medium loss average at that step; null when no loss up to it is known.</param>
/// <param name="PairedLoss">The mean loss of the measured pictures, held out and trained, at noise that is the same for every save; null when it was not measured.</param>
public sealed record CheckpointCandidate(
    int Step, double Score, int? ClosestLit, long? Distance, int LitNearby, double Density, double? StableLoss, double? PairedLoss = null);

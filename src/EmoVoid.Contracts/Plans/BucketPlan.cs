namespace EmoVoid.Contracts.Plans;

/// <summary>Which picture sizes kohya's scripts make buckets of. A member that is null is left to them.</summary>
/// <param name="Smallest">Of a side, in pixels.</param>
/// <param name="Largest">Of a side, in pixels.</param>
/// <param name="Step">Sides are multiples of it, in pixels.</param>
/// <param name="NoUpscale">Whether a picture smaller than its bucket stays as it is.</param>
public sealed record BucketPlan(int? Smallest = null, int? Largest = null, int? Step = null, bool? NoUpscale = null);

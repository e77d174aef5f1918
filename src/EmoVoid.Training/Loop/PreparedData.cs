namespace EmoVoid.Training.Loop;

/// <summary>Everything that the steps and the measurements of a run need of its pictures and captions.</summary>
/// <param name="Samples">Of the trained pictures, in the plan's order.</param>
/// <param name="Measured">Null: nothing is measured.</param>
public sealed record PreparedData(IReadOnlyList<Sample> Samples, MeasuredSamples? Measured);

/// <summary>The pictures that are measured, in the plan's order: with their caption as it is written, never mirrored.</summary>
/// <param name="HeldOut">Never trained; may be empty.</param>
/// <param name="Trained">At least one.</param>
public sealed record MeasuredSamples(IReadOnlyList<Sample> HeldOut, IReadOnlyList<Sample> Trained);

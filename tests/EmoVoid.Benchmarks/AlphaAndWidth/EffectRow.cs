namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <param name="Shipped">Whether it is the small base as it ships; else a model of that size with random weights.</param>
internal sealed record EffectRow(ModelShape Shape, bool Shipped, LoraSetting Setting, long Seed, EffectPoint Point);

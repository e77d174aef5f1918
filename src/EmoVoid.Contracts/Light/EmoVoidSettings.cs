namespace EmoVoid.Contracts.Light;

/// <summary>What a user may set of EmoVoid; everything else it finds out by itself.</summary>
/// <param name="StopLoss">Upstream's <c>stopcoef</c>: the medium loss average at or below which a calm run turns the light on. Default 0.04.</param>
/// <param name="EmoScope">Upstream's <c>lr</c>: scales the pulse; 1.0 for a LoRA. Default 1.0.</param>
/// <param name="UseShadow">Whether a slow copy of the parameters pulls them back after a shock. Default off.</param>
public sealed record EmoVoidSettings(double StopLoss = 0.04, double EmoScope = 1.0, bool UseShadow = false);

using System.Globalization;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>What a LoRA is trained with.</summary>
/// <param name="HoldsNorm">Whether the first 56 steps hold the norm, as EmoVoid does.</param>
internal sealed record LoraSetting(int Rank, double Alpha, bool HoldsNorm = true)
{
    /// <summary>The most that the guide allows.</summary>
    public const double GuidesRatio = 0.25;

    /// <summary>The guide's own example, and the default.</summary>
    public static LoraSetting Guide { get; } = new(4, 4 * GuidesRatio);

    public double Ratio => Alpha / Rank;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rank {Rank}, alpha {Alpha:0.##}{(HoldsNorm ? "" : ", norm not held")}");
}

namespace EmoVoid.Contracts.Models;

/// <summary>How large a DiT is, by the two sizes that decide how far a step of EmoVoid moves it.</summary>
/// <param name="Width">D</param>
/// <remarks>
/// Every number of a LoRA moves by the same pulse, and what the steps do adds up over the inputs of a layer and over the blocks. Measured by
/// <c>alpha-width</c> of the benchmarks; figures and scatter: docs/decisions/0009-alpha-of-the-small-base.md.
/// </remarks>
public sealed record DitScale(long Width, int Blocks)
{
    /// <summary>The smallest that was measured; below it the law would be a guess.</summary>
    private const long LeastWidth = 128;
    private const int FewestBlocks = 2;

    /// <summary>The model that EmoVoid's guide is for.</summary>
    public static DitScale Anima { get; } = new(2048, 28);

    /// <summary>The model that ships with the program.</summary>
    public static DitScale AnimaNano { get; } = new(192, 7);

    /// <summary>So many times smaller than in Anima is the effect of the same alpha at the same rank; 1 for Anima, and for what is larger.</summary>
    public double TimesLessMoved =>
        (double)Anima.Width / Math.Clamp(Width, LeastWidth, Anima.Width) * Anima.Blocks / Math.Clamp(Blocks, FewestBlocks, Anima.Blocks);
}

using System.Globalization;

namespace EmoVoid.Contracts.Memory;

/// <summary>The mode a run trains in, and why.</summary>
/// <param name="Reason">A sentence for the report.</param>
/// <param name="Fits">False when even the most frugal mode that the plan allows is estimated above what is free.</param>
public sealed record MemoryChoice(MemoryMode Mode, MemoryEstimate Estimate, string Reason, bool Fits)
{
    /// <summary>Left free: what the framework itself takes (a CUDA context, the matrix library's workspace), and the estimate's own error of a tenth.</summary>
    private const double FrameworkBytes = 0.6e9, Margin = 1.1;

    /// <summary>
    /// The first mode that fits, from the fastest to the most frugal: everything on the device; activations computed again; the blocks
    /// swapped, as few as will do; int8 weights. int8 comes last because it alone changes the result.
    /// </summary>
    /// <param name="asked">Its members are kept where they are not null.</param>
    /// <param name="freeBytes">Of the device; null when unknown: then nothing is saved that was not asked for.</param>
    public static MemoryChoice Make(DitDimensions dit, StepSize step, MemoryPlan asked, long? freeBytes)
    {
        var modes = Modes(dit, asked).ToList();
        if (freeBytes is not { } free)
            return new(modes[0], MemoryEstimate.Of(dit, step, modes[0]), $"Trained with {modes[0]}: how much memory the device has free is not known.", Fits: true);
        var needs = modes.Select(mode => (Mode: mode, Estimate: MemoryEstimate.Of(dit, step, mode))).ToList();
        var best = needs.FirstOrDefault(item => Needed(item.Estimate) <= free);
        var fits = best.Mode is not null;
        var (chosen, estimate) = fits ? best : needs.MinBy(item => item.Estimate.Total);
        return new(chosen, estimate, Sentence(needs[0].Estimate, chosen, estimate, free, asked, isFirst: chosen == modes[0]), fits);
    }

    /// <summary>The largest <see cref="MemoryPlan.BlocksToSwap"/>: two blocks are always on the device.</summary>
    public static int MostSwapped(int blocks) => Math.Max(0, blocks - MemoryEstimate.SwapSlots);

    private static double Needed(MemoryEstimate estimate) => Margin * estimate.Total + FrameworkBytes;

    private static IEnumerable<MemoryMode> Modes(DitDimensions dit, MemoryPlan asked)
    {
        var bases = asked.Base is { } kept ? [kept] : new[] { BaseWeights.Bf16, BaseWeights.Int8 };
        var again = asked.GradientCheckpointing is { } chosen ? [chosen] : new[] { false, true };
        // One or two swapped blocks save nothing: the two places for visitors take as much.
        var swaps = asked.BlocksToSwap is { } count ? [count] : Enumerable.Range(0, MostSwapped(dit.Blocks) + 1).Where(n => n is 0 or > MemoryEstimate.SwapSlots).ToArray();
        return
            from weights in bases
            from few in swaps
            from recompute in again
            where recompute || few == 0 || again.Length == 1
            select new MemoryMode(weights, recompute, few);
    }

    private static string Sentence(MemoryEstimate first, MemoryMode chosen, MemoryEstimate estimate, long free, MemoryPlan asked, bool isFirst)
    {
        var of = $"about {Gigabytes(estimate.Total)} of {Gigabytes(free)} free";
        if (asked is { Base: not null, GradientCheckpointing: not null, BlocksToSwap: not null })
            return $"Trained with {chosen}, as asked: {of}.";
        return isFirst
            ? $"Trained with {chosen}: {of}."
            : $"Trained with {chosen} ({of}), because the fastest mode would need about {Gigabytes(first.Total)}.";
    }

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}

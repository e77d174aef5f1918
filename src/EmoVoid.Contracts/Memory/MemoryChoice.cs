using System.Globalization;
using EmoVoid.Contracts.Models;

namespace EmoVoid.Contracts.Memory;

/// <summary>The mode a run trains in, and why.</summary>
/// <param name="NeededBytes">The estimate's total and its own error of a tenth.</param>
/// <param name="Reason">A sentence for the report.</param>
/// <param name="Fits">False when even the most frugal mode that the plan allows needs more than there is.</param>
public sealed record MemoryChoice(MemoryMode Mode, MemoryEstimate Estimate, long NeededBytes, string Reason, bool Fits)
{
    /// <summary>What needs less memory, when no mode does.</summary>
    public const string WaysOut = "a lower train.resolution, train.batch_size or train.rank, or another train.device";

    private const double Margin = 1.1;

    /// <summary>
    /// The first mode that fits, from the fastest to the most frugal: everything on the device; activations computed again; the blocks
    /// swapped, as few as will do; int8 weights. int8 comes last because it alone changes the result.
    /// </summary>
    /// <param name="asked">Its members are kept where they are not null.</param>
    /// <param name="room">Where its bytes are not known, nothing is saved that was not asked for.</param>
    public static MemoryChoice Make(AnimaDitSizes dit, StepSize step, MemoryPlan asked, DeviceRoom room)
    {
        var modes = Modes(dit, asked, room).Select(mode => Weigh(dit, step, mode, room)).ToList();
        if (room.Bytes is not { } bytes)
            return modes[0] with { Reason = $"Trained with {modes[0].Mode}: how much memory the device has free is not known." };
        var chosen = modes.Find(choice => choice.Fits) ?? modes.MinBy(choice => choice.NeededBytes)!;
        return chosen with { Reason = chosen.Fits ? Sentence(chosen, modes[0], bytes) : Refusal(chosen, modes.Count, bytes) };
    }

    /// <summary>For people: <c>5.1 GB</c>.</summary>
    public static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");

    private static MemoryChoice Weigh(AnimaDitSizes dit, StepSize step, MemoryMode mode, DeviceRoom room)
    {
        var estimate = MemoryEstimate.Of(dit, step, mode, room.IsGpu);
        var needed = (long)(Margin * estimate.Total);
        return new MemoryChoice(mode, estimate, needed, "", Fits: room.Bytes is not { } bytes || needed <= bytes);
    }

    private static IEnumerable<MemoryMode> Modes(AnimaDitSizes dit, MemoryPlan asked, DeviceRoom room)
    {
        var bases = asked.Base is { } kept ? [kept] : new[] { BaseWeights.Bf16, BaseWeights.Int8 };
        var again = asked.GradientCheckpointing is { } chosen ? [chosen] : new[] { false, true };
        var most = room.IsGpu ? MemoryMode.MostSwapped(dit.Blocks) : 0;
        // One or two swapped blocks save nothing: the two places for visitors take as much.
        var swaps = asked.BlocksToSwap is { } count ? [count] : Enumerable.Range(0, most + 1).Where(n => n is 0 or > MemoryMode.SwapSlots).ToArray();
        return
            from weights in bases
            from few in swaps
            from recompute in again
            where recompute || few == 0 || again.Length == 1
            select new MemoryMode(weights, recompute, few);
    }

    private static string Sentence(MemoryChoice chosen, MemoryChoice fastest, long bytes)
    {
        var of = $"about {Gigabytes(chosen.Estimate.Total)} of {Gigabytes(bytes)} free";
        return chosen.Mode == fastest.Mode
            ? $"Trained with {chosen.Mode}: {of}."
            : $"Trained with {chosen.Mode} ({of}), because the fastest mode would need about {Gigabytes(fastest.Estimate.Total)}.";
    }

    private static string Refusal(MemoryChoice leanest, int modes, long bytes) =>
        $"{(modes == 1 ? "With" : "Even with")} {leanest.Mode}, about {Gigabytes(leanest.NeededBytes)} are needed, and {Gigabytes(bytes)} can be had.";
}

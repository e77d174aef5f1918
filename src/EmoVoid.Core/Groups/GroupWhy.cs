using System.Globalization;

namespace EmoVoid.Core.Groups;

/// <summary>The reason for a choice in plain sentences.</summary>
internal static class GroupWhy
{
    /// <summary>A setting in its place.</summary>
    internal readonly record struct Ranked(string Words, double Mean, int Runs);

    public const string Nothing = "The light was never on and no losses are known, so nothing speaks for one run more than for another.";

    /// <param name="settings">Best first, at least one.</param>
    /// <param name="run">The best run of the best setting.</param>
    /// <param name="noise">Null where no setting was trained with two seeds.</param>
    public static string Of(GroupMeasure measure, IReadOnlyList<Ranked> settings, string run, SeedNoise? noise, int runs)
    {
        var (what, most) = measure switch
        {
            GroupMeasure.Light => ("the light on the candidate", "most light"),
            GroupMeasure.LightShare => ("the share of lit steps around the candidate", "largest share"),
            _ => ("the average loss at the candidate", "lowest average loss"),
        };
        if (runs == 1)
            return $"{run} is the only one that was completed with this stop loss, so there is nothing to compare it with.";
        var never = measure == GroupMeasure.AverageLoss ? "The light was never on in any of them. " : "";
        if (settings is not [var first, var second, ..])
            return noise is null ? $"{never}Of the others nothing is known to compare {run} with."
                : Invariant($"{never}The runs differ in their seed alone, so what differs between them is chance: {what} is {settings[0].Mean:G3} on average, ± {noise.Deviation:G2} from seed to seed. {run} has the {most}; it is a pick, not a better setting.");
        var ranking = Invariant($"{first.Words} comes first: {what} is {first.Mean:G3}{Average(first)}, against {second.Mean:G3}{Average(second)} for {second.Words}.");
        if (noise is not { Needed: { } needed, Difference: { } difference })
            return $"{never}{ranking} Each setting was trained with one seed, so nobody knows how much of that is chance; seed = [1, 2, 3] in [sweep] would tell.";
        return noise.IsBeyond
            ? Invariant($"{never}{ranking} That is more than chance: from seed to seed it is ± {noise.Deviation:G2}, and differences up to {needed:G2} would prove nothing. {run} has the {most} of its seeds.")
            : Invariant($"{never}There is no winner. {ranking} But from seed to seed it is ± {noise.Deviation:G2}, and with so few of them a difference up to {needed:G2} may be chance; this one is {difference:G2}. {run} is a pick among equals.");
    }

    private static string Average(Ranked setting) => setting.Runs > 1 ? Invariant($" on average of {setting.Runs} seeds") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

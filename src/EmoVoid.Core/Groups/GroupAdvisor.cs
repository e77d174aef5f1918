using EmoVoid.Contracts.Sidecars;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Core.Groups;

/// <summary>
/// Compares the runs of a group by what the advice on their checkpoints measures anyway, and says which run and checkpoint to take, as far as that
/// can be said. A pure function.
/// </summary>
/// <remarks>
/// <para>Only runs of one stop loss are compared: a more generous one has more light by construction, and which to ask for is a matter of purpose.</para>
/// <para>What is compared is the first candidate of each run by the measure that made it the first: its score in the light; the share of lit steps around
/// it where the save intervals differ, since the score reaches as far as these; the average loss where no run was ever lit.</para>
/// <para>Runs that differ in their seed alone are repeats of one setting. Their pooled standard deviation s is the noise; two means of n and m seeds are told
/// apart when they differ by more than t · s · √(1/n + 1/m), with t of Student's distribution for 95 %.</para>
/// </remarks>
internal static class GroupAdvisor
{
    /// <summary>Of each stop loss, in ascending order.</summary>
    /// <param name="entries">Completed runs; those without a checkpoint are passed over.</param>
    public static IReadOnlyList<GroupChoice> Choose(IEnumerable<GroupEntry> entries) =>
        [.. entries.Where(entry => entry.Recommendation.Candidates.Count > 0).GroupBy(entry => entry.StopLoss).OrderBy(same => same.Key).Select(same => Choose(same.Key, [.. same]))];

    private static GroupChoice Choose(double stopLoss, List<GroupEntry> entries)
    {
        var measure = MeasureFor(entries);
        var settings = entries.GroupBy(entry => SweepWords(entry.Values)).Select(same => new Setting(same.Key, measure, [.. same])).Where(setting => setting.Runs.Count > 0)
            .OrderByDescending(setting => Merit(measure, setting.Mean)).ToList();
        if (settings.Count == 0)
            return Undecided(stopLoss, entries[0]);
        var noise = NoiseOf(settings);
        var best = settings[0].Runs.MaxBy(run => Merit(measure, run.Value))!;
        return new GroupChoice
        {
            StopLoss = stopLoss,
            Run = best.Entry.Run,
            Step = best.Entry.Recommendation.Candidates[0].Step,
            Measure = measure,
            IsDecided = entries.Count == 1 || (noise?.IsBeyond ?? false),
            Noise = noise,
            Settings = [.. settings.Select(setting => new GroupSetting(setting.Words, setting.Runs.Count, setting.Mean, setting.Runs.Count > 1 ? setting.Deviation : null))],
            Why = GroupWhy.Of(measure, [.. settings.Select(setting => new GroupWhy.Ranked(setting.Words, setting.Mean, setting.Runs.Count))], best.Entry.Run, noise, entries.Count),
        };
    }

    private static GroupChoice Undecided(double stopLoss, GroupEntry first) => new()
    {
        StopLoss = stopLoss, Run = first.Run, Step = first.Recommendation.Candidates[0].Step, Measure = null, IsDecided = false, Noise = null, Settings = [], Why = GroupWhy.Nothing,
    };

    private static GroupMeasure MeasureFor(List<GroupEntry> entries)
    {
        if (entries.All(entry => entry.Recommendation.Candidates[0].Score == 0))
            return GroupMeasure.AverageLoss;
        return entries.Select(entry => entry.SaveEvery).Distinct().Count() == 1 ? GroupMeasure.Light : GroupMeasure.LightShare;
    }

    private static double? ValueOf(GroupMeasure measure, CheckpointCandidate candidate) => measure switch
    {
        GroupMeasure.Light => candidate.Score,
        GroupMeasure.LightShare => candidate.Density,
        _ => candidate.StableLoss,
    };

    private static double Merit(GroupMeasure measure, double value) => measure == GroupMeasure.AverageLoss ? -value : value;

    private static string SweepWords(IReadOnlyDictionary<string, string> values) =>
        string.Join(", ", values.Where(value => value.Key != SweepKeys.Seed.ShortName && value.Key != SweepKeys.StopLoss.ShortName).Select(value => $"{value.Key} {value.Value}"));

    /// <returns>Null where no setting was repeated with another seed.</returns>
    private static SeedNoise? NoiseOf(List<Setting> settings)
    {
        var freedom = settings.Sum(setting => setting.Runs.Count - 1);
        if (freedom == 0)
            return null;
        var deviation = Math.Sqrt(settings.Sum(setting => setting.SquaresAroundMean) / freedom);
        if (settings is not [var first, var second, ..])
            return new SeedNoise(deviation, null, null);
        var needed = StudentT.For95Percent(freedom) * deviation * Math.Sqrt((1.0 / first.Runs.Count) + (1.0 / second.Runs.Count));
        return new SeedNoise(deviation, Math.Abs(first.Mean - second.Mean), needed);
    }

    /// <summary>Runs that differ in nothing but the seed.</summary>
    private sealed class Setting
    {
        public Setting(string words, GroupMeasure measure, IReadOnlyList<GroupEntry> entries)
        {
            Words = words;
            Runs = [.. entries.Select(entry => (entry, ValueOf(measure, entry.Recommendation.Candidates[0]))).Where(run => run.Item2 is not null).Select(run => new Measured(run.entry, run.Item2!.Value))];
        }

        public string Words { get; }

        /// <summary>Those whose value is known.</summary>
        public IReadOnlyList<Measured> Runs { get; }

        public double Mean => Runs.Average(run => run.Value);

        public double SquaresAroundMean => Runs.Sum(run => (run.Value - Mean) * (run.Value - Mean));

        public double Deviation => Math.Sqrt(SquaresAroundMean / (Runs.Count - 1));
    }

    private sealed record Measured(GroupEntry Entry, double Value);
}

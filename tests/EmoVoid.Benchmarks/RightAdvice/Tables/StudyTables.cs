using System.Globalization;
using System.Text;
using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Benchmarks.RightAdvice.Study;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>Everything that is computed of the records: CSV, the table for people, the plot. The same records give the same bytes.</summary>
internal sealed class StudyTables(StudyFolder folder, long seed)
{
    /// <summary>Asked of the losses of every run, besides the stop loss that it was trained with.</summary>
    private static readonly double[] WhatIfs = [0.24, 0.28, 0.36, 0.45, 0.54, 0.72];

    /// <returns>The table for people.</returns>
    public string Write(IReadOnlyList<RunRecord> runs)
    {
        folder.Write("checkpoints.csv", CheckpointRows.Of(runs, seed));
        folder.Write("runs.csv", RunRows.Of(runs, seed));
        folder.Write("choices.csv", RunRows.Choices(runs, WhatIfs, seed));
        var (csv, text) = (new Csv("study_seed", "half", "stop_loss", "rule", "subjects", "mean_regret", "low", "high", "fair_regret", "fair_low", "fair_high", "in_best_two", "in_best_two_low", "in_best_two_high"), new StringBuilder());
        foreach (var (half, of) in Parts(runs))
        {
            Add("as trained", RunView.AsTrained);
            foreach (var stopLoss in WhatIfs)
                Add(string.Create(CultureInfo.InvariantCulture, $"what if {stopLoss}"), run => RunView.WhatIf(run, stopLoss));

            void Add(string stopLoss, Func<RunRecord, RunView> view)
            {
                var lines = RegretTable.Of(of, view, seed);
                text.Append(TableText.Of($"{half}, {of.Count} runs, stop loss {stopLoss}", lines));
                foreach (var (rule, subjects, regret, fair, two) in lines)
                    csv.Row(seed, half, stopLoss, rule, subjects, regret.Mean, regret.Low, regret.High, fair.Mean, fair.Low, fair.High, two.Mean, two.Low, two.High);
            }
        }

        folder.Write("table.csv", csv.ToString());
        text.Append(Confidence(runs));
        folder.Write("table.txt", text.ToString());
        return text.ToString();
    }

    /// <summary>Each half that has runs.</summary>
    private static IEnumerable<(StudyHalf Half, IReadOnlyList<RunRecord> Runs)> Parts(IReadOnlyList<RunRecord> runs) =>
        runs.GroupBy(run => run.Half).OrderBy(half => half.Key).Select(half => (half.Key, (IReadOnlyList<RunRecord>)[.. half]));

    private string Confidence(IReadOnlyList<RunRecord> runs)
    {
        var csv = new Csv("study_seed", "level", "runs", "subjects", "mean_regret", "low", "high", "in_best_two");
        List<SureChoice> choices = [.. runs.Select(run => SureChoice.Of(run, RunView.AsTrained(run)))];
        var lines = ConfidenceLine.Of(choices, seed);
        foreach (var line in lines)
            csv.Row(seed, line.Level, line.Runs, line.Subjects, line.Regret?.Mean, line.Regret?.Low, line.Regret?.High, line.InBestTwo);
        folder.Write("confidence.csv", csv.ToString());
        ConfidencePlot.Write(choices, lines, folder.File("confidence.png"));
        return TableText.Of(lines);
    }
}

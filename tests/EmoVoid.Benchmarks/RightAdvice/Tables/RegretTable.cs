using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Statistics;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>One line of the table: a rule over some runs.</summary>
/// <param name="Regret">Over subjects: a subject counts once, with the mean of its runs.</param>
/// <param name="FairRegret">Without the luck of the best: see <see cref="Choice"/>.</param>
/// <param name="InBestTwo">How often the rule's choice is among the best two, likewise.</param>
internal sealed record RegretLine(string Rule, int Subjects, Interval Regret, Interval FairRegret, Interval InBestTwo);

internal static class RegretTable
{
    /// <param name="runs">At least one.</param>
    /// <param name="view">How rules see a run.</param>
    /// <returns>All rules, and the best possible choice at last.</returns>
    public static IReadOnlyList<RegretLine> Of(IReadOnlyList<RunRecord> runs, Func<RunRecord, RunView> view, long seed)
    {
        var seen = runs.Select(run => (Run: run, View: view(run))).ToList();
        return
        [
            .. Rule.All.Select(rule => Line(rule.Name, one => Choice.Of(rule, one.View, one.Run))),
            Line("best possible", one => Choice.BestPossible(one.View, one.Run)),
        ];

        RegretLine Line(string name, Func<(RunRecord Run, RunView View), Choice> choose)
        {
            var bySubject = seen.GroupBy(one => one.Run.Subject).Select(subject => subject.Select(choose).ToList()).ToList();
            Interval Over(Func<Choice, double> figure) => Bootstrap.Mean([.. bySubject.Select(choices => choices.Average(figure))], seed);
            return new RegretLine(name, bySubject.Count, Over(choice => choice.Regret), Over(choice => choice.FairRegret), Over(choice => choice.InBestTwo));
        }
    }
}

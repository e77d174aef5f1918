using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Runs;
using EmoVoid.Benchmarks.RightAdvice.Statistics;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>The first candidate of a run, and how sure the advice was of it.</summary>
internal sealed record SureChoice(string Subject, double Confidence, ConfidenceLevel Level, Choice Choice)
{
    public static SureChoice Of(RunRecord run, RunView view) =>
        new(run.Subject, view.Advice.Confidence, view.Advice.ConfidenceLevel, Choice.Of(Rule.Advice, view, run));
}

/// <summary>Whether the advice is right more often when it says so.</summary>
/// <param name="Regret">Null where no run has this level. Over subjects, as in <see cref="RegretTable"/>.</param>
internal sealed record ConfidenceLine(ConfidenceLevel Level, int Runs, int Subjects, Interval? Regret, double? InBestTwo)
{
    public static IReadOnlyList<ConfidenceLine> Of(IReadOnlyList<SureChoice> choices, long seed) => [.. Enum.GetValues<ConfidenceLevel>().Select(level =>
    {
        var of = choices.Where(choice => choice.Level == level).ToList();
        double[] bySubject = [.. of.GroupBy(choice => choice.Subject).Select(subject => subject.Average(choice => choice.Choice.Regret))];
        return of.Count == 0
            ? new ConfidenceLine(level, 0, 0, null, null)
            : new ConfidenceLine(level, of.Count, bySubject.Length, Bootstrap.Mean(bySubject, seed), of.Average(choice => choice.Choice.InBestTwo));
    })];
}

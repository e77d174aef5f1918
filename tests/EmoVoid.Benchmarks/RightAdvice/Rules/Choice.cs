using EmoVoid.Benchmarks.RightAdvice.Runs;

namespace EmoVoid.Benchmarks.RightAdvice.Rules;

/// <summary>What came of a rule in one run.</summary>
/// <param name="Step">Null where the rule is chance.</param>
/// <param name="Worth">Of what it chose; of chance the expected one.</param>
/// <param name="Best">The worth of the best checkpoint that it could have chosen.</param>
/// <param name="InBestTwo">How likely what it chose is the best checkpoint or the next; equal worths share a place.</param>
internal sealed record Choice(string Rule, int? Step, double Worth, double Best, double InBestTwo)
{
    public double Regret => Best - Worth;

    public static Choice Of(Rule rule, RunView view, RunRecord run)
    {
        var worths = Worths(view, run);
        var steps = rule.Choose(view);
        var second = worths.Values.OrderDescending().Take(2).Last();
        return new Choice(
            rule.Name, steps is [var only] ? only : null, steps.Average(step => worths[step]), worths.Values.Max(),
            steps.Average(step => worths[step] >= second ? 1.0 : 0.0));
    }

    /// <summary>The best that any rule could choose; the earlier of equals.</summary>
    public static Choice BestPossible(RunView view, RunRecord run)
    {
        var best = Worths(view, run).OrderByDescending(one => one.Value).ThenBy(one => one.Key).First();
        return new Choice("best possible", best.Key, best.Value, best.Value, 1);
    }

    private static Dictionary<int, double> Worths(RunView view, RunRecord run)
    {
        var measured = run.Saves.ToDictionary(save => save.Step);
        return view.Saves.ToDictionary(save => save.Step, save => Measures.Worth.Of(measured[save.Step].Measures, run.Scale).Value);
    }
}

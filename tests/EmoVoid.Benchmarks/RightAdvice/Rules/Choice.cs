using EmoVoid.Benchmarks.RightAdvice.Measures;
using EmoVoid.Benchmarks.RightAdvice.Runs;

namespace EmoVoid.Benchmarks.RightAdvice.Rules;

/// <summary>What came of a rule in one run.</summary>
/// <param name="Step">Null where the rule is chance.</param>
/// <param name="Worth">Of what it chose; of chance the expected one.</param>
/// <param name="Best">The worth of the best checkpoint that it could have chosen.</param>
/// <param name="InBestTwo">How likely what it chose is the best checkpoint or the next; equal worths share a place.</param>
/// <param name="FairRegret">
/// The best of many is partly the luckiest, so <see cref="Regret"/> is too high for every rule. Here the best is found by one half of the samples,
/// and regret is the difference in the other half; the mean of both ways round. May be below 0.
/// </param>
internal sealed record Choice(string Rule, int? Step, double Worth, double Best, double InBestTwo, double FairRegret)
{
    public double Regret => Best - Worth;

    public static Choice Of(Rule rule, RunView view, RunRecord run) => Of(rule.Name, rule.Choose(view), view, run);

    /// <summary>The best that any rule could choose; the earlier of equals.</summary>
    public static Choice BestPossible(RunView view, RunRecord run) => Of("best possible", [BestOf(Worths(view, run, measures => measures))], view, run);

    private static Choice Of(string rule, IReadOnlyList<int> steps, RunView view, RunRecord run)
    {
        var worths = Worths(view, run, measures => measures);
        var second = worths.Values.OrderDescending().Take(2).Last();
        return new Choice(
            rule, steps is [var only] ? only : null, steps.Average(step => worths[step]), worths.Values.Max(),
            steps.Average(step => worths[step] >= second ? 1.0 : 0.0), (Fair(0) + Fair(1)) / 2);

        double Fair(int half)
        {
            var (found, judged) = (Worths(view, run, measures => measures.HalfFrom(half)), Worths(view, run, measures => measures.HalfFrom(1 - half)));
            return judged[BestOf(found)] - steps.Average(step => judged[step]);
        }
    }

    private static int BestOf(Dictionary<int, double> worths) => worths.OrderByDescending(one => one.Value).ThenBy(one => one.Key).First().Key;

    private static Dictionary<int, double> Worths(RunView view, RunRecord run, Func<CheckpointMeasures, CheckpointMeasures> part)
    {
        var measured = run.Saves.ToDictionary(save => save.Step);
        return view.Saves.ToDictionary(save => save.Step, save => Measures.Worth.Of(part(measured[save.Step].Measures), run.Scale).Value);
    }
}

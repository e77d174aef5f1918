using System.Globalization;
using System.Text;
using EmoVoid.Benchmarks.RightAdvice.Statistics;

namespace EmoVoid.Benchmarks.RightAdvice.Tables;

/// <summary>Tables in lines of text, as Markdown has them.</summary>
internal static class TableText
{
    public static string Of(string title, IReadOnlyList<RegretLine> lines)
    {
        var text = new StringBuilder(Line($"{title}\n\n| rule | subjects | mean regret (95 %) | without the luck of the best (95 %) | among the best two (95 %) |\n|---|---|---|---|---|\n"));
        foreach (var line in lines)
            text.Append(Line($"| {line.Rule} | {line.Subjects} | {Numbers(line.Regret)} | {Numbers(line.FairRegret)} | {line.InBestTwo.Mean:0%} ({line.InBestTwo.Low:0%} to {line.InBestTwo.High:0%}) |\n"));
        return text.Append('\n').ToString();
    }

    public static string Of(IReadOnlyList<ConfidenceLine> lines)
    {
        var text = new StringBuilder("first candidate by confidence, both halves\n\n| level | runs | mean regret (95 %) | among the best two |\n|---|---|---|---|\n");
        foreach (var line in lines)
            text.Append(Line($"| {line.Level} | {line.Runs} | {(line.Regret is { } regret ? Numbers(regret) : "no run")} | {line.InBestTwo:0%} |\n"));
        return text.ToString();
    }

    private static string Numbers(Interval of) => Line($"{of.Mean:0.000} ({of.Low:0.000} to {of.High:0.000})");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

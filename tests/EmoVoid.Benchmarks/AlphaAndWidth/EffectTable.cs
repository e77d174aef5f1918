using System.Globalization;
using EmoVoid.Benchmarks.RightAdvice.Tables;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>What the first steps did, and the laws that follow.</summary>
internal static class EffectTable
{
    public static void Write(string file, TextWriter output, IEnumerable<EffectRow> measured)
    {
        var rows = new List<EffectRow>();
        var csv = new Csv("width", "blocks", "weights", "rank", "alpha", "holds_norm", "seed", "step", "change", "loss");
        foreach (var row in measured)
        {
            rows.Add(row);
            var ((width, blocks), setting, point) = (row.Shape, row.Setting, row.Point);
            csv.Row(
                width, blocks, row.Shipped ? "shipped" : "random", setting.Rank, setting.Alpha, setting.HoldsNorm, row.Seed, point.Step,
                point.Change.ToString("G5", CultureInfo.InvariantCulture), point.Loss);
            File.WriteAllText(file, csv.ToString());
        }

        Say(output, rows);
    }

    private static void Say(TextWriter output, List<EffectRow> rows)
    {
        output.WriteLine("change of the velocity, mean of the seeds, after steps");
        foreach (var line in rows.GroupBy(row => (row.Shape, row.Shipped, row.Setting)))
            output.WriteLine($"{line.Key.Shape}{(line.Key.Shipped ? ", shipped" : "")}, {line.Key.Setting}: "
                + string.Join("  ", line.GroupBy(row => row.Point.Step).Select(step => Line($"{step.Key}: {step.Average(row => row.Point.Change):0.00000}"))));
        foreach (var step in rows.Select(row => row.Point.Step).Distinct().Order())
            Say(output, step, [.. rows.Where(row => row.Point.Step == step)]);
    }

    private static void Say(TextWriter output, int step, List<EffectRow> rows)
    {
        var random = rows.Where(row => !row.Shipped && row.Setting.HoldsNorm).ToList();
        Say(output, Line($"after {step} steps, change by width and blocks at the guide's setting"), random.Where(row => row.Setting == LoraSetting.Guide), row => [row.Shape.Width, row.Shape.Blocks]);
        Say(output, Line($"after {step} steps, change by rank and alpha in the small base's size"), random.Where(row => row.Shape == ModelShape.Nano), row => [row.Setting.Rank, row.Setting.Alpha]);
        var anima = random.Where(row => row.Shape == ModelShape.Anima).Select(row => row.Point.Change).ToList();
        if (anima.Count > 0)
            foreach (var shipped in new[] { false, true })
                output.WriteLine(Line($"after {step} steps, the ratio at which the small base{(shipped ? "" : "'s size with random weights")} moves as Anima's size at 0.25: ")
                    + string.Join(", ", SameAs(anima.Average(), rows, shipped).Select(ratio => Line($"{ratio:0.0}"))));
    }

    private static void Say(TextWriter output, string what, IEnumerable<EffectRow> rows, Func<EffectRow, double[]> x)
    {
        var points = rows.Select(row => (x(row), row.Point.Change)).ToList();
        if (points.Count < 4)
            return;
        var law = PowerLaw.Fit(points);
        output.WriteLine($"{what}: exponents {string.Join(", ", law.Exponents.Zip(law.Errors, (e, error) => Line($"{e:0.00} ± {error:0.00}")))}; scatter {Line($"{law.Scatter:0.00}")} of the logarithm, {points.Count} points");
    }

    /// <summary>The ratio of each seed at rank 4 in the small base's size, read between the measured ones on logarithms.</summary>
    private static IEnumerable<double> SameAs(double change, List<EffectRow> rows, bool shipped) => rows
        .Where(row => row.Shape == ModelShape.Nano && row.Shipped == shipped && row.Setting is { Rank: 4, HoldsNorm: true })
        .GroupBy(row => row.Seed)
        .Select(seed => Between(change, [.. seed.OrderBy(row => row.Setting.Ratio)]));

    private static double Between(double change, List<EffectRow> rows)
    {
        var upper = Math.Clamp(rows.FindIndex(row => row.Point.Change >= change), 1, rows.Count - 1);
        var (low, high) = (rows[upper - 1], rows[upper]);
        var share = Math.Log(change / low.Point.Change) / Math.Log(high.Point.Change / low.Point.Change);
        return low.Setting.Ratio * Math.Pow(high.Setting.Ratio / low.Setting.Ratio, share);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

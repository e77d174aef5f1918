using EmoVoid.Benchmarks.RightAdvice.Rules;
using EmoVoid.Benchmarks.RightAdvice.Tables;
using EmoVoid.Core.Checkpoints.Recommendation;

namespace EmoVoid.Benchmarks.Tests.RightAdvice;

public class TableTests
{
    [Fact]
    public void A_subject_counts_once_however_many_runs_it_has()
    {
        (int, double, double)[] lastIsBest = [(100, 0, 0.5), (200, 1, 0.4)], firstIsBest = [(100, 1, 0.5), (200, 0, 0.4)];
        var lines = RegretTable.Of(
            [Records.Run("a", lastIsBest, []), Records.Run("a", lastIsBest, [], seed: 2), Records.Run("b", firstIsBest, [])], RunView.AsTrained, seed: 1);
        var last = lines.Single(line => line.Rule == "last checkpoint");
        Assert.Equal(2, last.Subjects);
        Assert.Equal((0 + 0.45) / 2, last.Regret.Mean, 12);
    }

    [Fact]
    public void A_level_that_no_run_has_is_unknown_and_not_nought()
    {
        var run = Records.Run("a", [(100, 0, 0.5), (200, 1, 0.4)], lit: []);
        var lines = ConfidenceLine.Of([SureChoice.Of(run, RunView.AsTrained(run))], seed: 1);
        Assert.Equal(1, lines.Single(line => line.Level == ConfidenceLevel.Low).Runs);
        Assert.Null(lines.Single(line => line.Level == ConfidenceLevel.High).Regret);
    }

    [Fact]
    public void Csv_has_points_in_numbers_and_nothing_for_what_is_unknown()
    {
        var csv = new Csv("a", "b", "c", "d");
        csv.Row(0.1234567891, null, true, "x");
        Assert.Equal("a,b,c,d\n0.123457,,yes,x\n", csv.ToString());
        Assert.Throws<ArgumentException>(() => csv.Row(1));
    }
}

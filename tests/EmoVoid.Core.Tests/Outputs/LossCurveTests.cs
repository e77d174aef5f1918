using EmoVoid.Contracts.Light;
using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Outputs.LossPlots;
using EmoVoid.Core.Runs;
using ScottPlot;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>What a plot shows of a run, held against the run step by step.</summary>
public sealed class LossCurveTests : IDisposable
{
    private static readonly HashSet<int> NoGap = [];

    private readonly TestState _state = new();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(999, 10)]
    [InlineData(1000, 7)]
    [InlineData(600_000, 988)]
    public void A_pixel_column_has_the_lowest_and_the_highest_value_of_its_steps(int last, int most)
    {
        var (random, columns) = (new Random(last), new StepColumns(last, most));
        var values = Enumerable.Range(1, last).Where(step => step == last || random.Next(10) > 0).ToDictionary(step => step, _ => Math.Round(random.NextDouble(), 4));
        var curve = new ColumnExtremes(columns.Count);
        foreach (var (step, value) in values)
            curve.Add(columns.Of(step), step, value);

        var shown = Assert.Single(curve.Stretches(NoGap));

        Assert.Equal(Slowly(values, last, Math.Min(last, most)), shown);
        Assert.Equal((values.Values.Min(), values.Values.Max()), curve.Range);
    }

    [Theory]
    [InlineData(7, 1000)]
    [InlineData(840, 1000)]
    [InlineData(5000, 300)]
    public void The_light_is_shown_as_the_share_of_lit_steps_in_each_column(int last, int most)
    {
        var (random, columns) = (new Random(last), new StepColumns(last, most));
        var lit = Enumerable.Range(1, last).Select(_ => random.Next(3) > 0).ToArray();
        var light = new ColumnLight(columns.Count);
        for (var step = 1; step <= last; step++)
            light.Add(columns.Of(step), step, lit[step - 1]);

        var spans = light.Spans();

        for (var step = 1; step <= last; step++)
        {
            var neighbours = Enumerable.Range(1, last).Where(other => columns.Of(other) == columns.Of(step)).ToList();
            var share = neighbours.Count(other => lit[other - 1]) / (double)neighbours.Count;
            Assert.Equal(share, spans.SingleOrDefault(span => span.First <= step && step <= span.Last).Share);
        }
        Assert.DoesNotContain(spans.Zip(spans.Skip(1)), pair => pair.First.Last + 1 == pair.Second.First && pair.First.Share == pair.Second.Share);
    }

    [Fact]
    public void The_averages_are_those_of_the_controller_and_the_rest_is_what_was_recorded()
    {
        var run = _state.Record(PlotCurves.Losses(500), stopLoss: 0.05, every: 100);
        var controller = new EmoVoidController(new EmoVoidSettings(StopLoss: 0.05));
        var (quick, slow) = (new List<Coordinates>(), new List<Coordinates>());
        foreach (var metric in _state.Metrics.List(run.Id))
        {
            controller.Step(metric.Loss);
            quick.Add(new(metric.Step, controller.State.Short!.Value));
            slow.Add(new(metric.Step, controller.State.Long!.Value));
        }

        var curve = _state.CurveOf(run);

        var recorded = _state.Metrics.List(run.Id);
        Assert.Equal(quick, curve.ShortLoss.Stretches(NoGap).Single());
        Assert.Equal(slow, curve.LongLoss.Stretches(NoGap).Single());
        Assert.Equal(recorded.Select(step => new Coordinates(step.Step, step.Loss)), curve.Loss.Stretches(NoGap).Single());
        Assert.Equal(recorded.Select(step => new Coordinates(step.Step, step.MediumLoss)), curve.MediumLoss.Stretches(NoGap).Single());
        Assert.Equal(recorded.Select(step => new Coordinates(step.Step, step.Pulse)), curve.Pulse.Stretches(NoGap).Single());
        Assert.Equal(recorded.Count(step => step.Lit), curve.Light.Sum(span => span.Last - span.First + 1));
    }

    [Theory]
    [InlineData(400, 0.05, 37)]
    [InlineData(400, 0.001, 37)]
    [InlineData(400, 0.05, 500)]
    [InlineData(30, 0.05, 10)]
    [InlineData(2000, 0.06, 90)]
    public void The_recommendation_is_the_one_that_the_API_gives(int steps, double stopLoss, int every)
    {
        SameAdvice(_state.Record(PlotCurves.Losses(steps), stopLoss, every, skipped: step => step % 74 is 0 or 1));
    }

    [Fact]
    public void The_stop_loss_that_would_have_lit_is_not_that_of_a_restless_step_however_low()
    {
        var run = _state.Record(PlotCurves.Losses(400).Select((loss, i) => i < 5 ? 0.001 : i < 300 ? loss : 2 * loss), stopLoss: 0.0001, every: 77);

        Assert.InRange(SameAdvice(run).StopLossThatLights!.Value, 0.01, 1);
    }

    [Fact]
    public void Skipped_steps_are_a_gap_where_it_can_be_seen_and_are_told_of()
    {
        var run = _state.Record(PlotCurves.Losses(300), stopLoss: 0.01, every: 300, skipped: step => step is >= 100 and <= 200 or 250);
        var (fine, coarse) = (_state.CurveOf(run), _state.CurveOf(run, columns: 2));

        Assert.Equal([(1, 99), (201, 249), (251, 300)], fine.Loss.Stretches(fine.GapBefore).Select(stretch => ((int)stretch[0].X, (int)stretch[^1].X)));
        Assert.Single(coarse.Loss.Stretches(coarse.GapBefore));
        Assert.Equal("102 of 300 steps are not recorded; short and long average are replayed without them.", Caption.Gap(fine));
        Assert.Null(Caption.Gap(_state.CurveOf(_state.Record(PlotCurves.Losses(3), 0.01, 3, name: "whole"))));
    }

    [Fact]
    public void A_run_without_steps_has_no_curve()
    {
        var run = _state.Record([], stopLoss: 0.04, every: 1);

        Assert.Null(_state.CurveOf(run));
    }

    private CheckpointRecommendation SameAdvice(Run run)
    {
        var (shown, asked) = (_state.CurveOf(run, columns: 50).Advice, _state.PlainAdvice(run));
        Assert.Equal(asked.Candidates, shown.Candidates);
        Assert.Equal(asked with { Candidates = [] }, shown with { Candidates = [] });
        return shown;
    }

    /// <summary>Lowest and highest of each column, found by looking at every step of it; the first of equals; by step.</summary>
    private static List<Coordinates> Slowly(Dictionary<int, double> values, int last, int columns)
    {
        var shown = new List<Coordinates>();
        foreach (var column in values.GroupBy(value => (int)Math.Floor((value.Key - 1.0) * columns / last)).OrderBy(column => column.Key))
        {
            var (low, high) = (column.MinBy(value => value.Value), column.MaxBy(value => value.Value));
            shown.AddRange(new[] { low, high }.Distinct().OrderBy(value => value.Key).Select(value => new Coordinates(value.Key, value.Value)));
        }

        return shown;
    }
}

using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>The figures of a report.</summary>
public sealed class StepFiguresTests : IDisposable
{
    private readonly TestState _state = new();

    [Fact]
    public void They_are_those_of_all_steps_at_once()
    {
        var run = _state.Record(PlotCurves.Losses(900), stopLoss: 0.06, every: 100, skipped: step => step % 50 == 17);
        var (series, steps) = (new MetricSeries(_state.Database), _state.Metrics.List(run.Id));

        var figures = StepFigures.Of(series.Read(run.Id), series.Seconds(run.Id));

        var lowest = steps.MinBy(step => step.MediumLoss)!;
        Assert.Equal(new LossFigures(steps[0].Loss, steps[^1].Loss, lowest.MediumLoss, lowest.Step), figures.Losses);
        Assert.Equal(steps.Sum(step => step.Seconds), figures.Seconds, tolerance: 1e-6);
        Assert.Equal(steps.Count(step => step.Lit), figures.Light.LitSteps);
        Assert.Equal(steps.Where(step => step.Lit).Select(step => step.Step), figures.Light.Spans.SelectMany(span => Enumerable.Range(span.First, span.Last - span.First + 1)));
        Assert.All(figures.Light.Spans.Zip(figures.Light.Spans.Skip(1)), two => Assert.True(two.Second.First > two.First.Last + 1, "spans that touch are one"));
        Assert.True(figures.Light.Spans.Count > 1);
    }

    [Fact]
    public void Without_a_step_nothing_is_known()
    {
        var figures = StepFigures.Of([], 0);

        Assert.Equal(new LossFigures(null, null, null, null), figures.Losses);
        Assert.Empty(figures.Light.Spans);
    }

    public void Dispose() => _state.Dispose();
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class MetricReaderTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly MetricReader _reader;
    private readonly List<Stepped> _steps;

    public MetricReaderTests()
    {
        _reader = new MetricReader(_state.Database);
        _state.Runs.Create(TestState.NewRun("a"));
        var random = new Random(7);
        // Some steps are missing, as after a resume that lost them, and one is a spike.
        _steps = [.. Enumerable.Range(1, 1000).Where(step => step % 97 != 0)
            .Select(step => new Stepped(step, step == 613 ? 99 : random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.Next(10) == 0, 0.5))];
        _state.Metrics.Append("a", _steps);
    }

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(0, int.MaxValue, null, 1)]
    [InlineData(10, 20, null, 1)]
    [InlineData(0, int.MaxValue, 5, 1)]
    [InlineData(100, 500, 30, 7)]
    [InlineData(0, 3, 10, 2)]
    [InlineData(1000, int.MaxValue, null, 1)]
    public void A_window_has_the_steps_that_were_asked_for(int since, int until, int? last, int every)
    {
        var window = new MetricWindow { Since = since, Until = until, Last = last, Every = every };
        var inWindow = _steps.Where(step => step.Step > since && step.Step <= until).ToList();
        inWindow = last is { } count ? inWindow.TakeLast(count).ToList() : inWindow;
        var expected = inWindow.Where(step => step.Step % every == 0 || step == inWindow[^1]);
        Assert.Equal(expected.Select(step => (step.Step, step.Loss, step.Lit)), _reader.Steps("a", window).Select(point => (point.Step, point.Loss, point.Lit)));
    }

    [Theory]
    [InlineData(0, int.MaxValue, 1)]
    [InlineData(0, int.MaxValue, 7)]
    [InlineData(0, int.MaxValue, 500)]
    [InlineData(600, 700, 3)]
    [InlineData(600, 700, 90)]
    public void Points_are_the_means_and_extremes_of_stretches_of_equal_length(int since, int until, int points)
    {
        var window = new MetricWindow { Since = since, Until = until };
        var inWindow = _steps.Where(step => step.Step > since && step.Step <= until).ToList();
        var (first, width) = (inWindow[0].Step, inWindow[^1].Step - inWindow[0].Step + 1);
        var stretches = inWindow.GroupBy(step => (step.Step - first) * points / width).Select(group => group.ToList()).ToList();

        var found = _reader.Points("a", window, points);

        Assert.InRange(found.Count, 1, points);
        Assert.Equal(stretches.Count, found.Count);
        foreach (var (stretch, point) in stretches.Zip(found))
        {
            Assert.Equal(stretch[^1].Step, point.Step);
            Assert.Equal(stretch.Average(step => step.Loss), point.Loss, 1e-12);
            Assert.Equal(stretch.Average(step => step.Pulse), point.Pulse, 1e-12);
            Assert.Equal(stretch.Any(step => step.Lit), point.Lit);
            Assert.Equal(stretch.Sum(step => step.Seconds), point.Seconds, 1e-9);
            Assert.Equal(
                stretch.Count == 1 ? null : new CurveSpread(
                    stretch[0].Step, stretch.Count, stretch.Min(step => step.Loss), stretch.Max(step => step.Loss), stretch.Min(step => step.Pulse),
                    stretch.Max(step => step.Pulse), stretch.Count(step => step.Lit)),
                point.Spread);
        }
        Assert.Equal(99, found.Max(point => point.Spread?.LossMax ?? point.Loss));
    }

    [Fact]
    public void Fewer_steps_than_points_come_as_they_are() =>
        Assert.Equal(_reader.Steps("a", new MetricWindow { Last = 20 }), _reader.Points("a", new MetricWindow { Last = 20 }, 20));

    [Fact]
    public void A_run_without_steps_has_no_points() => Assert.Empty(_reader.Points("b", new MetricWindow(), 10));
}

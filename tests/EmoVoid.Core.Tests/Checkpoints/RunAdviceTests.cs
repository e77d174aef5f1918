using EmoVoid.Core.Checkpoints;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Outputs;

namespace EmoVoid.Core.Tests.Checkpoints;

/// <summary>One pass over the steps gives the advice that all of them at once give.</summary>
public sealed class RunAdviceTests : IDisposable
{
    private readonly TestState _state = new();

    [Theory]
    [InlineData(1200, 0.06, 120, null)]    // much light
    [InlineData(1200, 0.06, 120, 0.045)]   // what if: less
    [InlineData(1200, 0.001, 100, null)]   // none
    [InlineData(1200, 0.001, 100, 9.5)]    // what if: nearly everywhere
    [InlineData(1200, 0.06, 5000, null)]   // no checkpoint
    [InlineData(0, 0.06, 100, null)]       // no step
    [InlineData(7, 0.06, 1, 0.05)]
    public void It_is_the_advice_of_all_steps_at_once(int steps, double stopLoss, int every, double? other)
    {
        var run = _state.Record(PlotCurves.Losses(steps), stopLoss, every, skipped: step => step % 50 == 17);

        var (advice, plain) = (new RunAdvice(new MetricSeries(_state.Database), _state.Checkpoints, _state.Validations).For(run, other), _state.PlainAdvice(run, other));

        Assert.Equal(plain.Candidates, advice.Candidates);
        Assert.Equal(plain with { Candidates = [] }, advice with { Candidates = [] });
    }

    public void Dispose() => _state.Dispose();
}

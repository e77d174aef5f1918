using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class ValidationStoreTests : IDisposable
{
    private readonly TestState _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_measurement_comes_back_as_it_was_and_one_told_again_takes_its_place()
    {
        var run = _state.Runs.Create(TestState.NewRun("a"), _ => { }).Id;
        _state.Validations.Keep(run, Of(10, 0.5));
        _state.Validations.Keep(run, Of(0, 0.7));
        _state.Validations.Keep(run, Of(10, 0.4));
        Assert.Equal([Of(0, 0.7), Of(10, 0.4)], _state.Validations.List(run));
        Assert.Equal(2.5, _state.Validations.LastSeconds(run));
        Assert.Null(_state.Validations.LastSeconds("none"));
    }

    [Fact]
    public void A_run_that_goes_back_or_on_forgets_what_comes_again_and_a_deleted_one_everything()
    {
        var run = _state.Runs.Create(TestState.NewRun("a"), _ => { }).Id;
        foreach (var step in new[] { 0, 10, 20, 30 })
            _state.Validations.Keep(run, Of(step, 0.5));
        _state.Runs.WentBack(run, 20);
        Assert.Equal([0, 10, 20], _state.Validations.List(run).Select(one => one.Step));
        _state.Runs.Began(run, new Started("1", "2", "cpu", 3, 40, ResumedAt: 0));
        Assert.Equal([0], _state.Validations.List(run).Select(one => one.Step));
        _state.Runs.Delete(run);
        Assert.Empty(_state.Validations.List(run));
    }

    [Fact]
    public void A_run_keeps_what_is_held_out_of_it()
    {
        var run = _state.Runs.Create(TestState.NewRun("a") with { HeldOut = ["b.png", "ü.png"] }, _ => { }).Id;
        Assert.Equal(["b.png", "ü.png"], _state.Runs.Get(run).HeldOut);
        Assert.Empty(_state.Runs.Create(TestState.NewRun("b"), _ => { }).HeldOut);
    }

    [Fact]
    public void The_time_left_counts_the_measurements_that_the_plan_has_left()
    {
        var run = _state.Runs.Create(TestState.NewRun("a"), _ => { }) with { Step = 250 };
        Assert.Equal(2.0 * 950, TimeLeft.Of(run, pace: 2, measuring: null));
        Assert.Equal(2.0 * 950 + 8 * 30, TimeLeft.Of(run, pace: 2, measuring: 30)); // saves at 360, 480, …, 1200
    }

    private static Validated Of(int step, double loss) =>
        new(step, [new PairLoss("b.png", 0.25, loss), new PairLoss("a.png", 0.75, loss / 3)], [new PairLoss("c.png", 0.25, loss / 7)], Seconds: 2.5);
}

using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class QueueStoreTests : IDisposable
{
    private readonly TestState _state = new();

    public QueueStoreTests()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            _state.Runs.Create(TestState.NewRun(name));
    }

    private string Order => string.Concat(_state.Queue.Waiting().Select(run => run.Id));

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData("c", 1, "cabd")]
    [InlineData("a", 3, "bcad")]
    [InlineData("a", 4, "bcda")]
    [InlineData("b", 99, "acdb")]
    [InlineData("d", -5, "dabc")]
    [InlineData("b", 2, "abcd")]
    public void A_run_that_is_moved_has_the_place_it_was_given(string run, int position, string order)
    {
        _state.Queue.Move(run, position);
        Assert.Equal(order, Order);
    }

    [Fact]
    public void The_higher_priority_is_first_and_a_run_moved_among_others_takes_theirs()
    {
        _state.Runs.Set("d", new RunColumns().Priority(5));
        _state.Runs.Set("c", new RunColumns().Priority(-1));
        Assert.Equal("dabc", Order);

        _state.Queue.Move("c", 1);
        Assert.Equal("cdab", Order);
        Assert.Equal(5, _state.Runs.Get("c").Priority);

        _state.Queue.Move("d", 99);
        Assert.Equal("cabd", Order);
        Assert.Equal(0, _state.Runs.Get("d").Priority);
    }

    [Fact]
    public void A_new_run_waits_behind_those_that_were_moved()
    {
        _state.Queue.Move("a", 4);
        _state.Runs.Create(TestState.NewRun("e"));
        Assert.Equal("bcdae", Order);
    }

    [Fact]
    public void A_run_that_does_not_wait_has_no_place()
    {
        _state.Runs.Move("b", RunTransition.Start);
        Assert.Equal("Run 'b' is preparing; only a queued run has a place to move.", Assert.Throws<RunConflictException>(() => _state.Queue.Move("b", 1)).Message);
        Assert.Throws<RunNotFoundException>(() => _state.Queue.Move("x", 1));
    }
}

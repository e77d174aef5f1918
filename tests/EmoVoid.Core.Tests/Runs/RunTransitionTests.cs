using Dapper;
using EmoVoid.Core.Runs;
using static EmoVoid.Core.Runs.RunState;

namespace EmoVoid.Core.Tests.Runs;

/// <summary>What is not in the table of transitions does not happen.</summary>
public sealed class RunTransitionTests : IDisposable
{
    /// <summary>The whole table once more, as a person would write it down.</summary>
    private static readonly (string Name, RunState From, RunState To)[] Table =
    [
        ("start", Queued, Preparing),
        ("train", Preparing, Training),
        ("complete", Preparing, Completed), ("complete", Training, Completed),
        ("requeue", Preparing, Queued), ("requeue", Training, Queued),
        ("fail", Queued, Failed), ("fail", Preparing, Failed), ("fail", Training, Failed),
        ("hold", Queued, Paused),
        ("pause", Preparing, Paused), ("pause", Training, Paused),
        ("resume", Paused, Queued),
        ("withdraw", Queued, Cancelled), ("withdraw", Paused, Cancelled),
        ("cancel", Preparing, Cancelled), ("cancel", Training, Cancelled),
        ("retry", Failed, Queued), ("retry", Cancelled, Queued),
    ];

    private readonly TestState _state = new();

    public void Dispose() => _state.Dispose();

    public static TheoryData<string, RunState> Everything =>
        [.. RunTransition.All.SelectMany(transition => Enum.GetValues<RunState>().Select(from => (transition.Name, from)))];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_transition_goes_its_way_from_its_own_states_and_is_refused_elsewhere(string name, RunState from)
    {
        var transition = RunTransition.All.Single(one => one.Name == name);
        _state.Runs.Create(TestState.NewRun("a"));
        using (var connection = _state.Database.Open())
            connection.Execute("update runs set state = @state", new { state = from.Word() });
        var (before, last) = (_state.Runs.Get("a"), _state.Events.Last());

        if (Table.Where(row => row.Name == name && row.From == from).ToArray() is [var (_, _, to)])
        {
            Assert.Equal(to, _state.Runs.Move("a", transition).State);
            Assert.Contains($"\"transition\":\"{name}\"", Assert.Single(_state.Events.After(last)).Data);
            return;
        }

        var refused = Assert.Throws<RunTransitionException>(() => _state.Runs.Move("a", transition));
        Assert.Equal((from, transition), (refused.State, refused.Asked));
        Assert.StartsWith($"Run 'a' is {from.Word()}; it can {name} only when it is ", refused.Message);
        Assert.Equal(before, _state.Runs.Get("a"));
        Assert.Equal(last, _state.Events.Last());
    }

    [Fact]
    public void The_table_and_the_program_know_the_same_transitions() =>
        Assert.Equal(Table.Select(row => row.Name).Distinct().Order(), RunTransition.All.Select(transition => transition.Name).Order());

    [Fact]
    public void A_wish_is_forgotten_when_no_trainer_is_at_work_any_more()
    {
        _state.Runs.Create(TestState.NewRun("a"));
        Assert.Throws<RunConflictException>(() => _state.Runs.Wish("a", RunWish.Pause));
        _state.Runs.Move("a", RunTransition.Start);
        Assert.Equal(RunWish.Cancel, _state.Runs.Wish("a", RunWish.Cancel).Wish);
        Assert.Equal(RunWish.Cancel, _state.Runs.Move("a", RunTransition.Train).Wish);
        Assert.Null(_state.Runs.Move("a", RunTransition.Requeue).Wish);
    }

    [Fact]
    public async Task Two_who_move_a_run_at_once_do_not_both_succeed()
    {
        for (var round = 0; round < 20; round++)
        {
            var run = _state.Runs.Create(TestState.NewRun("a")).Id;
            var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Succeeds(() => _state.Runs.Move(run, RunTransition.Start)))));
            Assert.Single(tries, succeeded => succeeded);
        }
    }

    private static bool Succeeds(Action move)
    {
        try
        {
            move();
            return true;
        }
        catch (RunTransitionException)
        {
            return false;
        }
    }
}

using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class RunSearchTests : IDisposable
{
    private readonly TestState _state = new();
    private readonly RunSearch _search;

    public RunSearchTests()
    {
        _search = new RunSearch(_state.Database);
        foreach (var name in new[] { "Ähre", "b_1", "bx1", "zeta" })
            _state.Runs.Create(TestState.NewRun(name, name + " note"));
    }

    public static MatrixTheoryData<RunOrder, bool, bool> Orders => new(Enum.GetValues<RunOrder>(), [false, true], [false, true]);

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData("äH", "ähre")]
    [InlineData("B_", "b-1")]
    [InlineData("b", "bx1 b-1")]
    [InlineData("%", "")]
    [InlineData("", "zeta bx1 b-1 ähre")]
    public void Text_is_found_literally_whatever_its_case(string text, string ids) => Assert.Equal(ids, Ids(new RunFilter { Text = text }));

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_page_is_found_in_an_index_alone_whatever_is_asked_for(RunOrder order, bool state, bool text)
    {
        var filter = new RunFilter { States = state ? [RunState.Completed, RunState.Queued] : [], Text = text ? "b" : null, Model = text ? "anima-nano" : null };
        using var connection = _state.Database.Open();
        var (query, values) = RunSearch.Page(filter, order);
        values.AddDynamicParams(new { limit = 20, offset = 1000 });

        var plan = connection.Query<(int Id, int Parent, int NotUsed, string Detail)>("explain query plan " + query, values).Select(step => step.Detail).ToList();

        Assert.Contains(plan, step => step.Contains("COVERING INDEX runs_", StringComparison.Ordinal));
        Assert.DoesNotContain("SCAN runs", plan); // the table itself
    }

    [Fact]
    public void Every_order_is_kept_over_its_pages()
    {
        _state.Runs.Move("zeta", RunTransition.Start);
        _state.Runs.Move("zeta", RunTransition.Fail);
        _state.Runs.Set("bx1", new RunColumns().Priority(7));

        Assert.Equal("ähre b-1 bx1 zeta", Pages(RunOrder.Oldest));
        Assert.Equal("zeta bx1 b-1 ähre", Pages(RunOrder.Newest));
        Assert.Equal("b-1 bx1 zeta ähre", Pages(RunOrder.Name));
        Assert.Equal("bx1 b-1 ähre zeta", Pages(RunOrder.Ended));
        Assert.Equal("bx1 ähre b-1 zeta", Pages(RunOrder.Queue));

        string Pages(RunOrder order) => string.Join(' ', Enumerable.Range(0, 4).SelectMany(place => _search.List(new RunFilter(), order, limit: 1, offset: place)).Select(run => run.Id));
    }

    [Fact]
    public void A_page_has_the_last_step_the_pace_and_the_notes_of_each_of_its_runs()
    {
        _state.Runs.Move("zeta", RunTransition.Start);
        _state.Runs.Move("zeta", RunTransition.Train);
        foreach (var run in new[] { "zeta", "bx1" })
            _state.Metrics.Append(run, [.. Enumerable.Range(1, 50).Select(step => new Stepped(step, 1.0 / step, 0.1, 0.2, 0.3, step == 50, step))]);
        _state.Validations.Keep("zeta", new Validated(0, [], [new PairLoss("a.png", 0.5, 0.1)], Seconds: 9));
        _state.Validations.Keep("zeta", new Validated(40, [], [new PairLoss("a.png", 0.5, 0.1)], Seconds: 7));
        string[] page = ["zeta", "ähre", "bx1"];

        var (steps, notes) = (_search.LastSteps(page), _search.Notes(page));

        Assert.Equal(["bx1", "zeta"], steps.Keys.Order());
        Assert.Equal((0.02, true, 40.5), (steps["zeta"].Loss, steps["zeta"].Lit, steps["zeta"].Pace)); // steps 31 to 50
        Assert.Null(steps["bx1"].Pace); // it waits
        Assert.Equal((7.0, null), (steps["zeta"].Measuring, steps["bx1"].Measuring));
        Assert.Equal(["ähre note"], notes["ähre"].Select(note => note.ToLowerInvariant()));
        Assert.Equal(page, _search.Of([.. page, "none"]).Select(run => run.Id));
    }

    [Fact]
    public void Positions_follow_every_move()
    {
        using var positions = new QueuePositions(_state.Queue, _state.Feed);
        Assert.Equal((1, 4), (positions.Of("ähre"), positions.Of("zeta")));
        _state.Queue.Move("zeta", 1);
        Assert.Equal((2, 1), (positions.Of("ähre"), positions.Of("zeta")));
        _state.Runs.Move("zeta", RunTransition.Hold);
        Assert.Equal((1, (int?)null), (positions.Of("ähre"), positions.Of("zeta")));
        // So many news that the one which counts is lost.
        _state.Runs.Move("zeta", RunTransition.Resume);
        for (var i = 0; i < 2000; i++)
            _state.Metrics.Append("bx1", [new Stepped(1, 0, 0, 0, 0, false, 1)]);
        Assert.Equal(1, positions.Of("zeta"));
    }

    private string Ids(RunFilter filter)
    {
        var ids = string.Join(' ', _search.List(filter).Select(run => run.Id));
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, _search.Count(filter));
        return ids;
    }
}

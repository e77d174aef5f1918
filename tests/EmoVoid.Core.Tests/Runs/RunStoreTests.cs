using Dapper;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TestState state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public void A_run_comes_back_as_it_was_made()
    {
        var made = state.Runs.Create(TestState.NewRun("Zenigata", "alpha is high"));
        var found = state.Runs.Get("zenigata");
        Assert.Equal(made, found);
        Assert.Equal(
            new Run
            {
                Id = "zenigata", Name = "Zenigata", Folder = "Zenigata", State = RunState.Queued, Model = "anima-nano", Images = 20,
                Settings = TestState.Settings, Steps = 1200, CreatedAt = state.Clock.GetUtcNow(), Turn = 1,
            },
            found);
        Assert.Equal(["alpha is high"], state.Runs.Notes("zenigata"));
    }

    [Fact]
    public void States_are_told_and_counted_without_reading_the_runs()
    {
        foreach (var name in new[] { "a", "b", "c" })
            state.Runs.Create(TestState.NewRun(name));
        state.Runs.Move("b", RunTransition.Hold);

        Assert.Equal(new Dictionary<string, RunState> { ["a"] = RunState.Queued, ["b"] = RunState.Paused, ["c"] = RunState.Queued }, state.Runs.States());
        Assert.Equal(new Dictionary<RunState, int> { [RunState.Queued] = 2, [RunState.Paused] = 1 }, state.Runs.CountByState());
        Assert.Equal((3, 2, 0), (state.Runs.Count(), state.Runs.Count(RunState.Queued), state.Runs.Count(RunState.Failed)));
    }

    [Fact]
    public void Times_are_readable_text_in_the_file()
    {
        state.Runs.Create(TestState.NewRun("a"));
        using var connection = state.Database.Open();
        Assert.Equal("2026-01-31T22:00:00.123Z", connection.ExecuteScalar<string>("select created_at from runs"));
    }

    [Fact]
    public void Two_folders_of_the_same_name_become_two_runs()
    {
        Assert.Equal("zenigata", state.Runs.Create(TestState.NewRun("zenigata")).Id);
        Assert.Equal("zenigata-2", state.Runs.Create(TestState.NewRun("zenigata")).Id);
        Assert.Equal("zenigata-3", state.Runs.Create(TestState.NewRun("Zenigata!")).Id);
    }

    [Fact]
    public void Many_at_once_get_an_id_each()
    {
        Parallel.For(0, 24, _ => state.Runs.Create(TestState.NewRun("same")));
        Assert.Equal(24, state.Runs.List().Select(run => run.Id).Distinct().Count());
        Assert.Contains(state.Runs.List(), run => run.Id == "same-24");
    }

    [Fact]
    public void An_id_whose_folder_is_on_the_disk_is_not_given_away_even_if_the_database_was_lost()
    {
        Directory.CreateDirectory(state.Folder.OutputOf("zenigata"));
        Assert.Equal("zenigata-2", state.Runs.Create(TestState.NewRun("zenigata")).Id);
    }

    [Fact]
    public void A_claim_that_fails_leaves_no_run()
    {
        Assert.Throws<IOException>(() => state.Runs.Create(TestState.NewRun("a", "note"), _ => throw new IOException("gone")));
        Assert.Empty(state.Runs.List());
        Assert.Empty(state.Runs.Notes("a"));
        Assert.Equal("a", state.Runs.Create(TestState.NewRun("a")).Id);
    }

    [Fact]
    public void A_note_that_is_told_again_is_kept_once()
    {
        state.Runs.Create(TestState.NewRun("a", "alpha is high"));
        state.Runs.Create(TestState.NewRun("b"));
        foreach (var note in new[] { "a caption is too long", "alpha is high", "a caption is too long" })
            state.Runs.Note("a", note);
        state.Runs.Note("b", "alpha is high");
        Assert.Equal(["alpha is high", "a caption is too long"], state.Runs.Notes("a"));
        Assert.Equal(["alpha is high"], state.Runs.Notes("b"));
    }

    [Fact]
    public void The_oldest_queued_run_is_next_and_a_stopped_one_keeps_its_place()
    {
        foreach (var name in new[] { "c", "a", "b" })
            state.Runs.Create(TestState.NewRun(name));
        state.Runs.Move("c", RunTransition.Start);
        Assert.Equal(["a", "b"], state.Queue.Waiting().Select(run => run.Id));
        state.Runs.Move("c", RunTransition.Requeue, "the daemon was stopped");
        Assert.Equal(["c", "a", "b"], state.Queue.Waiting().Select(run => run.Id));
        Assert.Equal(["b", "a", "c"], state.Runs.List().Select(run => run.Id));
        Assert.Equal(["a"], state.Runs.List(RunState.Queued, limit: 1, offset: 1).Select(run => run.Id));
    }

    [Fact]
    public void A_run_remembers_when_it_started_and_ended_and_why()
    {
        state.Runs.Create(TestState.NewRun("a"));
        state.Clock.Advance(TimeSpan.FromSeconds(5));
        var started = state.Clock.GetUtcNow();
        state.Runs.Move("a", RunTransition.Start);
        state.Runs.Move("a", RunTransition.Requeue, "stopped at step 10", exitCode: 10);
        state.Clock.Advance(TimeSpan.FromSeconds(5));
        state.Runs.Move("a", RunTransition.Start);
        state.Runs.Began("a", new Started("0.1", "2.10", "cpu", Parameters: 8, Steps: 100, ResumedAt: 10));
        state.Runs.Move("a", RunTransition.Train);
        var run = state.Runs.Move("a", RunTransition.Fail, "The loss is not a number.", exitCode: 7);

        Assert.Equal(started, run.StartedAt);
        Assert.Equal(state.Clock.GetUtcNow(), run.EndedAt);
        Assert.Equal(("The loss is not a number.", 7, 10, 10), (run.Message, run.ExitCode, run.ResumedAt, run.Step));
    }

    [Fact]
    public void A_run_that_goes_on_elsewhere_says_so_and_one_that_goes_on_as_it_was_does_not()
    {
        state.Runs.Create(TestState.NewRun("a"));
        var first = new Started("0.1", "2.10", "cpu", Parameters: 8, Steps: 100, ResumedAt: 0);
        Assert.Null(state.Runs.Get("a").TrainedWith);
        state.Runs.Began("a", first);
        state.Runs.Began("a", first with { ResumedAt = 10 });
        Assert.DoesNotContain(state.Runs.Notes("a"), note => note.Contains("goes on", StringComparison.Ordinal));

        state.Runs.Began("a", first with { ResumedAt = 20, Device = "cuda:0" });
        Assert.Equal(new TrainedWith("0.1", "2.10", "cuda:0"), state.Runs.Get("a").TrainedWith);
        Assert.Contains(
            "After step 20 the run goes on with trainer 0.1, libtorch 2.10, cuda:0; up to there it was trainer 0.1, libtorch 2.10, cpu. Data, order and noise are the same, the last digits may not be.",
            state.Runs.Notes("a"));
    }

    [Fact]
    public void A_run_that_is_not_there_is_named() =>
        Assert.Equal("There is no run 'x'.", Assert.Throws<RunNotFoundException>(() => state.Runs.Move("x", RunTransition.Start)).Message);

    [Fact]
    public void The_last_recommendation_is_kept()
    {
        state.Runs.Create(TestState.NewRun("a"));
        Assert.Null(state.Runs.Recommendation("a"));
        state.Runs.Recommend("a", """{"best":1}""");
        state.Runs.Recommend("a", """{"best":2}""");
        Assert.Equal("""{"best":2}""", state.Runs.Recommendation("a"));
    }
}

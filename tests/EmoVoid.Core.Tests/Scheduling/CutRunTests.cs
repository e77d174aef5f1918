using EmoVoid.Core.Executors;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Scheduling;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A trainer that did not end by itself, but by what happened to the place where it was.</summary>
public sealed class CutRunTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    [Fact]
    public void A_run_whose_place_was_taken_goes_on_however_often_that_happens()
    {
        var run = Started();
        for (var i = 0; i < 10; i++)
        {
            _trainer.Ending.End(run, Ended(new ExecutionEnd(137, "The node failed.", Kind: EndKind.Cut)), stop: null);
            var now = _trainer.State.Runs.Get(run);
            Assert.Equal((RunState.Queued, 0, "The node failed. It starts afresh, since nothing was saved yet."), (now.State, now.Failures, now.Message));
            _trainer.State.Runs.Move(run, RunTransition.Start);
        }
    }

    [Fact]
    public void A_run_that_a_person_ended_where_it_was_waits_for_a_person()
    {
        var run = Started();
        _trainer.Ending.End(run, Ended(new ExecutionEnd(10, "It was cancelled from outside.", Kind: EndKind.Withdrawn)), stop: null);
        var now = _trainer.State.Runs.Get(run);
        Assert.Equal((RunState.Paused, "It was cancelled from outside. It starts afresh, since nothing was saved yet."), (now.State, now.Message));
    }

    [Fact]
    public void A_run_that_cannot_be_started_now_waits_unless_a_person_wants_otherwise()
    {
        var (later, run) = (_trainer.State.Clock.GetUtcNow().AddSeconds(10), Started());
        _trainer.Ending.NotNow(run, "Slurm does not answer.", later);
        var now = _trainer.State.Runs.Get(run);
        Assert.Equal((RunState.Queued, later), (now.State, now.NotBefore));

        _trainer.State.Runs.Move(run, RunTransition.Start);
        _trainer.State.Runs.Wish(run, RunWish.Pause);
        _trainer.Ending.NotNow(run, "Slurm does not answer.", later);
        Assert.Equal(RunState.Paused, _trainer.State.Runs.Get(run).State);
    }

    [Fact]
    public async Task A_run_whose_executor_is_gone_from_the_configuration_does_not_keep_the_daemon_from_its_start()
    {
        var run = Started();
        _trainer.State.Runs.Set(run, new RunColumns().At("club", "gpu").Handle("12:t:train"));
        await _trainer.Recovery.StartAsync(CancellationToken.None);
        Assert.Equal(RunState.Queued, _trainer.State.Runs.Get(run).State);
    }

    public void Dispose() => _trainer.Dispose();

    private static AttendedEnd Ended(ExecutionEnd end) => new(end, LastWords: null, Hung: null, Killed: false);

    private string Started()
    {
        var run = _trainer.Queue("zenigata");
        _trainer.State.Runs.Move(run.Id, RunTransition.Start);
        return run.Id;
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Runs;

public sealed class MetricAndCheckpointTests : IDisposable
{
    private readonly TestState state = new();

    public MetricAndCheckpointTests() => state.Runs.Create(TestState.NewRun("a"));

    public void Dispose() => state.Dispose();

    [Fact]
    public void Thousands_of_steps_come_back_in_order_and_move_the_run()
    {
        state.Metrics.Append("a", [.. Enumerable.Range(1, 5000).Select(step => Step(step, 1.0 / step))]);
        var kept = state.Metrics.List("a");
        Assert.Equal(Enumerable.Range(1, 5000), kept.Select(metric => metric.Step));
        Assert.All(kept, metric => Assert.Equal(1.0 / metric.Step, metric.Loss));
        Assert.Equal(5000, state.Runs.Get("a").Step);
    }

    [Fact]
    public void Every_number_of_a_step_survives_to_the_last_bit()
    {
        state.Metrics.Append("a", [new Stepped(1, 0.1, 1e-8, -0.98, 1.0 / 3, true, 6.78)]);
        Assert.Equal(
            new Metric { Step = 1, Loss = 0.1, Pulse = 1e-8, StopBase = -0.98, MediumLoss = 1.0 / 3, Lit = true, Seconds = 6.78 },
            Assert.Single(state.Metrics.List("a")));
    }

    [Fact]
    public void Steps_after_the_one_that_a_run_goes_on_from_are_forgotten_and_come_again()
    {
        state.Metrics.Append("a", [Step(1, 0.5), Step(2, 0.4), Step(3, 0.3)]);
        state.Runs.Began("a", new Started("0.1", "2.10", "cpu", Parameters: 8, Steps: 3, ResumedAt: 1));
        state.Metrics.Append("a", [Step(2, 0.25)]);
        Assert.Equal([0.5, 0.25], state.Metrics.List("a").Select(metric => metric.Loss));
        Assert.Equal(2, state.Runs.Get("a").Step);
        Assert.Equal(2, state.Metrics.Last("a")!.Step);
    }

    [Fact]
    public void Steps_are_read_in_pages()
    {
        state.Metrics.Append("a", [.. Enumerable.Range(1, 10).Select(step => Step(step, 0.5))]);
        Assert.Equal([5, 6, 7], state.Metrics.List("a", after: 4, limit: 3).Select(metric => metric.Step));
    }

    [Fact]
    public void Steps_of_a_run_that_is_not_there_are_refused_whole()
    {
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => state.Metrics.Append("nobody", [Step(1, 0.5)]));
        Assert.Empty(state.Metrics.List("nobody"));
    }

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_told_and_a_later_one_of_its_step_takes_its_place()
    {
        state.Checkpoints.Add("a", new CheckpointSaved(66, "a-000066.safetensors", 100, "00ff", CheckpointReason.Interval));
        state.Checkpoints.Add("a", new CheckpointSaved(28, "a-000028.safetensors", 100, "11ff", CheckpointReason.Light));
        state.Checkpoints.Add("a", new CheckpointSaved(66, "a-000066.safetensors", 101, "22ff", CheckpointReason.Stop));
        Assert.Equal(
            [
                new Checkpoint { Step = 28, File = "a-000028.safetensors", Bytes = 100, Sha256 = "11ff", Reason = CheckpointReason.Light, SavedAt = state.Clock.GetUtcNow() },
                new Checkpoint { Step = 66, File = "a-000066.safetensors", Bytes = 101, Sha256 = "22ff", Reason = CheckpointReason.Stop, SavedAt = state.Clock.GetUtcNow() },
            ],
            state.Checkpoints.List("a"));
    }

    private static Stepped Step(int step, double loss) => new(step, loss, 1e-4, 0.1, loss, false, 0.01);
}

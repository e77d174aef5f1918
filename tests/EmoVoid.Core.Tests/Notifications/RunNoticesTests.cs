using EmoVoid.Contracts.Events;
using EmoVoid.Core.Notifications;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Notifications;

/// <summary>What is told of a run, and what is not.</summary>
public sealed class RunNoticesTests
{
    private static readonly WebhookOptions Everything = new() { Name = "hook", Url = "http://127.0.0.1:1/", Secret = TestDeliveries.Secret, Events = [.. NoticeKind.All] };

    private static IEnumerable<string> Told(TestDeliveries test)
    {
        test.CatchUp();
        return test.Outbox.List().Reverse().Select(delivery => delivery.Event);
    }

    [Fact]
    public async Task Every_turn_of_a_run_is_told_once_and_in_order()
    {
        await using var test = new TestDeliveries(Everything);
        test.State.Runs.Create(TestState.NewRun("a"));
        test.State.Runs.Move("a", RunTransition.Start);
        test.State.Runs.Move("a", RunTransition.Train);
        test.State.Checkpoints.Add("a", new CheckpointSaved(5, "step-5", 1, "05", CheckpointReason.Interval));
        test.State.Checkpoints.Add("a", new CheckpointSaved(7, "step-7", 1, "07", CheckpointReason.Light));
        test.State.Checkpoints.Add("a", new CheckpointSaved(9, "step-9", 1, "09", CheckpointReason.Light));
        test.State.Runs.Move("a", RunTransition.Pause);
        test.State.Runs.Move("a", RunTransition.Resume);
        test.State.Runs.Move("a", RunTransition.Start);
        test.State.Runs.Move("a", RunTransition.Requeue, "Stopped.");
        test.State.Runs.Move("a", RunTransition.Withdraw, "Cancelled.");
        test.State.Runs.Move("a", RunTransition.Retry);
        test.State.Runs.Move("a", RunTransition.Fail, "It broke.");

        string[] expected = ["run.queued", "run.started", "run.light", "run.paused", "run.started", "run.cancelled", "run.queued", "run.failed"];
        Assert.Equal(expected, Told(test));
        Assert.Equal(expected, Told(test));
    }

    [Fact]
    public async Task A_light_of_an_earlier_look_is_not_told_again()
    {
        await using var test = new TestDeliveries(Everything);
        test.State.Runs.Create(TestState.NewRun("a"));
        test.State.Checkpoints.Add("a", new CheckpointSaved(7, "step-7", 1, "07", CheckpointReason.Light));
        Assert.Equal(["run.queued", "run.light"], Told(test));

        test.State.Checkpoints.Add("a", new CheckpointSaved(9, "step-9", 1, "09", CheckpointReason.Light));
        Assert.Equal(["run.queued", "run.light"], Told(test));
    }

    [Fact]
    public async Task A_completed_run_is_told_with_its_row_and_the_recommendation()
    {
        await using var test = new TestDeliveries(Everything);
        test.State.Runs.Create(TestState.NewRun("Zenigata"));
        test.State.Runs.Move("zenigata", RunTransition.Start);
        test.State.Runs.Recommend("zenigata", """{ "candidates": [{ "step": 120 }], "why": "Step 120 is calm." }""");
        test.State.Runs.Move("zenigata", RunTransition.Complete);
        test.CatchUp();

        var body = System.Text.Json.Nodes.JsonNode.Parse(test.Outbox.List(limit: 1).Single().Body)!;
        Assert.Equal("run.completed", (string?)body["event"]);
        Assert.Equal("Zenigata is completed", (string?)body["title"]);
        Assert.Equal("Step 120 is calm.", (string?)body["message"]);
        Assert.Equal("completed", (string?)body["run"]!["state"]);
        Assert.Equal(0.04, (double)body["run"]!["settings"]!["stop_loss"]!);
        Assert.Equal(120, (int)body["recommendation"]!["candidates"]![0]!["step"]!);
        Assert.Equal(Path.Combine(test.State.Folder.OutputOf("zenigata"), "recommended.safetensors"), (string?)body["recommended_file"]);
        Assert.Null(body["run"]!["handle"]);
    }

    [Fact]
    public async Task Nobody_is_told_what_they_did_not_ask_for()
    {
        await using var test = new TestDeliveries(new WebhookOptions { Name = "a", Url = "http://127.0.0.1:1/", Secret = TestDeliveries.Secret },
            new WebhookOptions { Name = "b", Url = "http://127.0.0.1:1/", Secret = TestDeliveries.Secret, Events = ["run.queued"] });
        test.State.Runs.Create(TestState.NewRun("a"));
        test.State.Runs.Move("a", RunTransition.Fail, "It broke.");
        test.CatchUp();

        Assert.Equal([("a", "run.failed"), ("b", "run.queued")], test.Outbox.List().Select(one => (one.Receiver, one.Event)).Order());
    }

    [Fact]
    public async Task What_happened_to_a_run_that_is_deleted_is_still_told_when_it_was_made_before()
    {
        await using var test = new TestDeliveries(Everything);
        test.State.Runs.Create(TestState.NewRun("a"));
        test.CatchUp();
        test.State.Runs.Move("a", RunTransition.Fail, "It broke.");
        test.State.Runs.Delete("a");

        Assert.Equal(["run.queued"], Told(test));
    }
}

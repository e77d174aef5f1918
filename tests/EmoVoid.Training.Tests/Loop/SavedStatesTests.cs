using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;

namespace EmoVoid.Training.Tests.Loop;

public sealed class SavedStatesTests(SmallRun small) : IClassFixture<SmallRun>
{
    [Fact]
    public void A_long_time_without_a_checkpoint_does_not_pass_without_a_saved_state_and_the_bits_stay_the_same()
    {
        var slow = small.Plan("slow", steps: 12, saveEvery: 100);
        var states = new List<int?>();
        var said = SmallRun.Train(slow, new SlowClock(), one =>
        {
            if (one is Stepped)
                states.Add(StateFile.Peek(PathOf(slow, RunPlan.SavedStateName))?.Step);
        });
        Assert.Null(states[0]);
        Assert.Contains(states, step => step is > 1);
        Assert.All(states.Index(), item => Assert.True(item.Item is null || item.Index + 1 - item.Item <= 5, $"step {item.Index + 1} relies on the state of step {item.Item}"));
        Assert.Equal([12], said.OfType<CheckpointSaved>().Select(saved => saved.Step));
        Assert.Equal(Checkpoints(SmallRun.Train(small.Plan("quick", steps: 12, saveEvery: 100))), Checkpoints(said));
    }

    [Fact]
    public void The_two_newest_states_and_the_last_planned_one_are_kept()
    {
        var plan = small.Plan("kept", steps: 12, saveEvery: 12);
        var seen = new List<(int? Newest, int? Previous, int? Planned)>();
        SmallRun.Train(small.Plan("kept", steps: 4, saveEvery: 100)); // its last step is a planned save
        SmallRun.Train(plan, new SlowClock(), one =>
        {
            if (one is Stepped { Step: > 4 })
                seen.Add((Step(RunPlan.SavedStateName), Step("state.previous.safetensors"), Step("state.planned.safetensors")));
        });
        Assert.Equal((4, null, null), seen[0]);
        Assert.Contains(seen, now => now is { Newest: > 4, Previous: null, Planned: 4 });
        Assert.Contains(seen, now => now is { Newest: > 5, Previous: > 4, Planned: 4 } && now.Newest > now.Previous);
        Assert.Equal(12, Step(RunPlan.SavedStateName));

        int? Step(string name) => StateFile.Peek(PathOf(plan, name))?.Step;
    }

    private static string PathOf(RunPlan plan, string name) => Path.Combine(plan.CheckpointFolder, name);

    private static IEnumerable<string> Checkpoints(IEnumerable<TrainerEvent> said) => said.OfType<CheckpointSaved>().Select(saved => saved.Sha256);

    /// <summary>A clock that is a minute on whenever it is looked at: a step takes a few of them.</summary>
    private sealed class SlowClock : TimeProvider
    {
        private long minutes;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.TicksPerMinute * minutes++;
    }
}

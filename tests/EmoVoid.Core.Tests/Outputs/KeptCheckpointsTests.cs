using EmoVoid.Core.Checkpoints.Recommendation;
using EmoVoid.Core.Outputs;
using EmoVoid.Core.Runs;
using EmoVoid.Core.Tests.Scheduling;
using static EmoVoid.Core.Tests.Scheduling.ScriptedTrainer;

namespace EmoVoid.Core.Tests.Outputs;

/// <summary>Checkpoints that nobody asked to keep go when the run is completed; the recommended one never does.</summary>
public sealed class KeptCheckpointsTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    public void Dispose() => _trainer.Dispose();

    [Theory]
    [InlineData("all", new[] { 10, 20, 30, 40, 50 })]
    [InlineData("candidates", new[] { 20, 30, 50 })]
    [InlineData("1", new[] { 20 })]
    [InlineData("2", new[] { 20, 30 })]
    [InlineData("99", new[] { 10, 20, 30, 40, 50 })]
    public void The_best_by_the_light_stay(string keep, int[] kept) =>
        Assert.Equal(kept, KeptCheckpoints.Of(keep, CheckpointAdvisor.Recommend([10, 20, 30, 40, 50], [19, 20, 21, 29], [], 0.04)).Order());

    [Fact]
    public void Without_light_the_recommended_and_the_last_one_stay()
    {
        var advice = CheckpointAdvisor.Recommend([10, 20, 30], [], [.. Enumerable.Range(1, 30).Select(step => new StepLoss(step, 0.5 + Math.Abs(step - 12) * 0.01))], 0.04);
        Assert.Equal(new[] { advice.Candidates[0].Step, 30 }.Distinct().Order(), KeptCheckpoints.Of("candidates", advice).Order());
    }

    [Fact]
    public async Task Files_that_do_not_stay_are_not_in_the_output_and_the_report_says_so()
    {
        var run = _trainer.Queue("zenigata", "1");
        await _trainer.Follow(run, $"{StepAndSave(1)}\n{StepAndSave(2)}\n{StepAndSave(3)}");

        var output = _trainer.State.Folder.OutputOf(run.Id);
        Assert.Equal(RunState.Completed, _trainer.State.Runs.Get(run.Id).State);
        Assert.Single(Directory.GetFiles(Path.Combine(output, "checkpoints")));
        Assert.True(File.Exists(Path.Combine(output, "recommended.safetensors")));
        Assert.Equal(2, File.ReadAllText(Path.Combine(output, "report.md")).Split("not kept").Length - 1);
        Assert.Equal(3, _trainer.State.Checkpoints.List(run.Id).Count);
    }
}

using EmoVoid.Contracts.Events;
using EmoVoid.Core.Runs;

namespace EmoVoid.Core.Tests.Scheduling;

/// <summary>A daemon that was killed between any two steps of a run's end is put right by the next one.</summary>
public sealed class RunRecoveryTests : IDisposable
{
    private readonly ScriptedTrainer _trainer = new();

    private TestState State => _trainer.State;

    public void Dispose() => _trainer.Dispose();

    [Fact]
    public async Task A_run_that_was_being_trained_waits_again()
    {
        var run = Trained();
        await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Queued, State.Runs.Get(run.Id).State);
        Assert.True(Directory.Exists(State.Folder.DatasetOf(run.Id)));
    }

    [Theory]
    [InlineData("nothing was moved")]
    [InlineData("the checkpoints were moved")]
    [InlineData("the data set was moved")]
    [InlineData("the result was moved")]
    [InlineData("the work folder was taken away")]
    public async Task An_end_that_was_interrupted_is_completed(string when)
    {
        var run = Trained();
        var result = Path.Combine(State.Folder.WorkOf(run.Id), "result");
        Directory.CreateDirectory(Path.Combine(result, "checkpoints"));
        if (when is "the checkpoints were moved" or "the data set was moved")
            File.Move(Path.Combine(State.Folder.CheckpointsOf(run.Id), "one.safetensors"), Path.Combine(result, "checkpoints", "one.safetensors"));
        if (when is "the data set was moved")
            Directory.Move(State.Folder.DatasetOf(run.Id), Path.Combine(result, "dataset"));
        if (when is "the result was moved" or "the work folder was taken away")
            _trainer.Output.Put(run);
        if (when is "the work folder was taken away")
            _trainer.Output.TidyUp(run.Id);

        await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken);

        var output = State.Folder.OutputOf(run.Id);
        Assert.Equal(RunState.Completed, State.Runs.Get(run.Id).State);
        Assert.Equal("lora", File.ReadAllText(Path.Combine(output, "recommended.safetensors")));
        Assert.Equal("lora", File.ReadAllText(Path.Combine(output, "checkpoints", "one.safetensors")));
        Assert.Equal("a picture", File.ReadAllText(Path.Combine(output, "dataset", "a.png")));
        Assert.False(Directory.Exists(State.Folder.WorkOf(run.Id)));
    }

    [Fact]
    public async Task A_failed_run_whose_folder_was_not_given_back_yet_gives_it_back()
    {
        var run = _trainer.Queue("zenigata");
        State.Runs.Move(run.Id, RunTransition.Start);
        State.Runs.Move(run.Id, RunTransition.Fail, "The model is damaged.");

        await _trainer.Recovery.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a picture", File.ReadAllText(Path.Combine(State.Folder.Failed, "zenigata", "a.png")));
        Assert.Contains("The model is damaged.", File.ReadAllText(Path.Combine(State.Folder.Failed, "zenigata.reasons.txt")));
    }

    private Run Trained()
    {
        var run = _trainer.Queue("zenigata");
        State.Runs.Move(run.Id, RunTransition.Start);
        State.Runs.Move(run.Id, RunTransition.Train);
        State.Metrics.Append(run.Id, [new Stepped(1, 0.05, 1e-4, 0.1, 0.05, false, 0.5)]);
        State.Checkpoints.Add(run.Id, new CheckpointSaved(1, "one.safetensors", 4, "00", CheckpointReason.Last));
        Directory.CreateDirectory(State.Folder.CheckpointsOf(run.Id));
        File.WriteAllText(Path.Combine(State.Folder.CheckpointsOf(run.Id), "one.safetensors"), "lora");
        return State.Runs.Get(run.Id);
    }
}

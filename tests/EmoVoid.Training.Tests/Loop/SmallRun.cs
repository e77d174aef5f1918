using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Nano;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Loop;

/// <summary>Runs of the built-in model on four small pictures, in this process.</summary>
public sealed class SmallRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallRun()
    {
        Directory.CreateDirectory(folder["dataset"]);
        for (var i = 0; i < 4; i++)
            TinyPng.Write(folder["dataset", $"{i}.png"], 64, 64, i);
    }

    public RunPlan Plan(string run, int steps, int saveEvery) => new()
    {
        Run = "small",
        Model = AnimaNano.PlanIn(folder["nano"]),
        Dataset = new DatasetPlan(folder["dataset"], [.. Enumerable.Range(0, 4).Select(i => new CaptionedImage($"{i}.png", "a cat"))]),
        Train = new TrainPlan { Rank = 1, Alpha = 1, Steps = steps, StopLoss = 0.04, Resolution = 64, Seed = 42, SaveEvery = saveEvery },
        CheckpointFolder = folder["runs", run],
        CacheFolder = folder["cache"],
    };

    /// <returns>What it said.</returns>
    public static List<TrainerEvent> Train(RunPlan plan, TimeProvider? time = null, Action<TrainerEvent>? listen = null)
    {
        var said = new List<TrainerEvent>();
        new TrainingRun(plan, CPU, one => { said.Add(one); listen?.Invoke(one); }, time ?? TimeProvider.System, TestContext.Current.CancellationToken).Run();
        return said;
    }

    public void Dispose() => folder.Dispose();
}

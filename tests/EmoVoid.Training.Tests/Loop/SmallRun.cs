using EmoVoid.Contracts.Events;
using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;
using EmoVoid.Training.Data.Caching;
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

    /// <param name="listen">Told each event.</param>
    /// <param name="stopAt">The step after which the run is asked to stop.</param>
    /// <param name="stopWhen">The event at which the run is asked to stop.</param>
    /// <returns>What it said.</returns>
    public static List<TrainerEvent> Train(RunPlan plan, TimeProvider? time = null, Action<TrainerEvent>? listen = null, int? stopAt = null, Func<TrainerEvent, bool>? stopWhen = null)
    {
        var said = new List<TrainerEvent>();
        using var stop = new CancellationTokenSource();
        new TrainingRun(plan, CPU, Listen, time ?? TimeProvider.System, stop.Token).Run();
        return said;

        void Listen(TrainerEvent one)
        {
            said.Add(one);
            listen?.Invoke(one);
            if (one is Stepped stepped && stepped.Step == stopAt || one is StepSkipped skipped && skipped.Step == stopAt || stopWhen?.Invoke(one) is true)
                stop.Cancel();
        }
    }

    /// <summary>The plan with a cache of its own, in which a picture's latent is another one: its hash is right, so it is believed.</summary>
    /// <param name="spoil">Changes the latent, (C, h, w).</param>
    public RunPlan Spoilt(RunPlan plan, string file, string cache, Action<Tensor> spoil)
    {
        var spoilt = plan with { CacheFolder = folder[cache] };
        if (Directory.Exists(spoilt.CacheFolder))
            return spoilt;
        Train(spoilt with { CheckpointFolder = folder["runs", cache], Dataset = plan.Dataset with { Images = [plan.Dataset.Images.Single(image => image.File == file)] } }, stopAt: 1);
        var path = Directory.GetFiles(Path.Combine(spoilt.CacheFolder, "latents"), "*", SearchOption.AllDirectories).Single();
        var key = Path.GetFileNameWithoutExtension(path);
        using var latent = new TensorCache(spoilt.CacheFolder).GetOrCompute("latents", key, () => throw new InvalidOperationException());
        File.Delete(path);
        spoil(latent);
        new TensorCache(spoilt.CacheFolder).GetOrCompute("latents", key, () => latent.alias()).Dispose();
        return spoilt;
    }

    public void Dispose() => folder.Dispose();
}

using EmoVoid.Benchmarks.DemoData;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Loop;
using EmoVoid.Training.Models.Nano;
using static TorchSharp.torch;

namespace EmoVoid.Benchmarks.AlphaAndWidth;

/// <summary>The demo's data set, drawn and encoded by the small base as a run does it.</summary>
internal sealed class DemoSamples : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("emovoid-alpha-").FullName;

    public DemoSamples()
    {
        var pictures = Path.Combine(folder, "dataset");
        DemoPictures.Write(pictures);
        Model = AnimaNano.EnsureExists(Path.Combine(folder, AnimaNano.Name));
        Plan = new RunPlan
        {
            Run = "alpha-width",
            Model = Model,
            Dataset = new DatasetPlan(pictures, [.. Directory.EnumerateFiles(pictures).Where(file => Path.GetExtension(file) != ".txt").Order(StringComparer.Ordinal).Select(Captioned)]),
            Train = new TrainPlan { Rank = 16, Alpha = 128, Steps = 840, StopLoss = 0.36, Resolution = 128, Seed = 42, SaveEvery = 84 }, // the demo's
            CheckpointFolder = Path.Combine(folder, "checkpoints"),
            CacheFolder = Path.Combine(folder, "cache"),
        };
        All = new Preparation(Plan, CPU, _ => { }).Run(CancellationToken.None).Samples;
    }

    public ModelPlan Model { get; }
    public RunPlan Plan { get; }
    public IReadOnlyList<Sample> All { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CaptionedImage Captioned(string file) => new(Path.GetFileName(file), File.ReadAllText(Path.ChangeExtension(file, ".txt")).Trim());
}

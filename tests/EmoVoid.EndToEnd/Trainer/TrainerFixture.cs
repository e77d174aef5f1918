using EmoVoid.Contracts.Plans;
using EmoVoid.Testing;

namespace EmoVoid.EndToEnd.Trainer;

/// <summary>A small data set and plans for it. The built-in model and the cache are shared by all tests of a class.</summary>
public sealed class TrainerFixture : IDisposable
{
    private static readonly (string File, int Width, int Height)[] Pictures = [("a.png", 64, 64), ("b.png", 96, 64), ("c.png", 70, 110), ("sub/d.png", 64, 80)];

    public TrainerFixture()
    {
        Directory.CreateDirectory(Folder["dataset", "sub"]);
        foreach (var (index, picture) in Pictures.Index())
            TinyPng.Write(Folder["dataset", picture.File], picture.Width, picture.Height, index);
    }

    public TemporaryFolder Folder { get; } = new();

    public RunPlan Plan(string run, int steps = 20) => new()
    {
        Run = run,
        Model = Model,
        Dataset = new DatasetPlan(Folder["dataset"], [.. Pictures.Select((picture, i) => new CaptionedImage(picture.File, $"zenigata, 1boy, coat {i % 2}", Repeats: 1 + i % 2))]),
        Train = new TrainPlan { Rank = 2, Alpha = 1, Steps = steps, StopLoss = 0.04, Resolution = 64, Seed = 42, SaveEvery = 8 },
        CheckpointFolder = Folder[run],
        CacheFolder = Folder["cache"],
    };

    public string PlanFile(string run) => Folder[run + ".json"];

    /// <summary>The same files in another folder, as somebody's own model.</summary>
    public ModelPlan CopyOfModel(ModelPlan model)
    {
        var (from, to) = (Folder["models", "anima-nano"], Folder["models", "copy"]);
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string Moved(string path) => Path.Combine(to, Path.GetRelativePath(from, path));
        return new ModelPlan(model.Name, Moved(model.Dit), Moved(model.TextEncoder), Moved(model.Vae), Moved(model.Tokenizers));
    }

    public void Dispose() => Folder.Dispose();

    private ModelPlan Model => new(
        "anima-nano",
        Folder["models", "anima-nano", "diffusion_models", "anima-nano.safetensors"],
        Folder["models", "anima-nano", "text_encoders", "anima-nano-qwen3.safetensors"],
        Folder["models", "anima-nano", "vae", "anima-nano-vae.safetensors"],
        Folder["models", "anima-nano", "tokenizers"],
        BuiltIn: true);
}

using EmoVoid.Benchmarks.Sampling;
using EmoVoid.Contracts.Plans;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Native;

namespace EmoVoid.Benchmarks.NanoQuality;

/// <summary>How good the small base is, and what the demo's LoRA adds: one line a measure. <c>tests/nano-quality</c> trains the LoRA before, where it is not given.</summary>
internal static class NanoQualityRun
{
    /// <returns>1 when a goal is missed, 2 when an option is wrong.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            LibTorch.EnsureLoaded();
            TorchSharp.torch.manual_seed(1); // of the judge; drawings and samples have numbers of their own
            var score = new Scorecard(output);
            var options = NanoQualityOptions.Parse(arguments);
            using var temporary = new TemporaryModel(options.Model);
            Measure(options, temporary.Plan, score, errors.WriteLine);
            return score.AllReached ? 0 : 1;
        }
        catch (FormatException e)
        {
            errors.WriteLine(e.Message);
            errors.WriteLine(NanoQualityOptions.Usage);
            return 2;
        }
    }

    private static void Measure(NanoQualityOptions options, ModelPlan model, Scorecard score, Action<string> say)
    {
        using var vae = QwenImageVae.Load(model.Vae, Placement.Reference);
        SaySize(model, score);
        VaeMeasure.Run(vae, score);

        using var data = JudgeData.Training(vae);
        using var judge = Judge.Train(data, options.JudgeSteps, say);
        using var sampler = new BatchSampler(model, vae, options.Steps, options.Guidance, Placement.Reference);
        var attributes = new AttributeMeasure(judge, score);
        attributes.SayOfJudge(vae);
        attributes.Run(sampler, options.Samples, options.Sheets);

        if (options.Demo is { } demo)
            new MochiMeasure(judge, score).Run(sampler, Path.Combine(demo, "recommended.safetensors"), options.Likeness, options.Sheets);
    }

    private static void SaySize(ModelPlan model, Scorecard score)
    {
        var folder = Path.GetFullPath(Path.Combine(model.Dit, "..", ".."));
        var parts = new[] { "diffusion_models", "text_encoders", "vae", "tokenizers" };
        var megabytes = parts.SelectMany(part => Directory.EnumerateFiles(Path.Combine(folder, part), "*", SearchOption.AllDirectories)).Sum(file => new FileInfo(file).Length) / 1e6;
        score.Judge("size of the base", $"{megabytes:0.00} MB", "≤ 16 MB", megabytes <= 16);
    }

    /// <summary>The model that ships, put where a state folder would have it; or the one that was named.</summary>
    private sealed class TemporaryModel : IDisposable
    {
        private readonly string? made;

        public TemporaryModel(string? named)
        {
            made = named is null ? Directory.CreateTempSubdirectory("emovoid-nano-").FullName : null;
            Plan = named is null ? AnimaNano.EnsureExists(Path.Combine(made!, AnimaNano.Name)) : AnimaNano.PlanIn(named);
        }

        public ModelPlan Plan { get; }

        public void Dispose()
        {
            if (made is not null)
                Directory.Delete(made, recursive: true);
        }
    }
}

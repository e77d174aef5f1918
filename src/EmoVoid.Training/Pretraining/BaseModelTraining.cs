using System.Globalization;
using EmoVoid.Contracts.Plans;
using EmoVoid.Safetensors;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;

namespace EmoVoid.Training.Pretraining;

/// <summary>
/// Makes a base from nothing but a recipe: tokenizers, VAE, then text encoder, adapter and DiT, then the VAE's decoder once more, in the files and
/// folders of a real one.
/// </summary>
/// <param name="folder">Gets the model, and below <c>training/</c> the states that a cut training goes on from, and the curves.</param>
/// <param name="say">Told how it goes, in words.</param>
public sealed class BaseModelTraining(PretrainingRecipe recipe, string folder, Action<string> say)
{
    private const int HeldOutPictures = 128;

    private readonly ModelPlan files = AnimaNano.PlanIn(folder);
    private readonly string states = Path.Combine(folder, "training");

    /// <summary>The VAE of the first stage, whose decoder the last ones improve.</summary>
    private string FirstVae => Path.Combine(states, "vae.safetensors");

    /// <exception cref="OperationCanceledException">Stopped after a step; the next call goes on from there.</exception>
    /// <exception cref="InvalidDataException">The folder holds the states of another recipe.</exception>
    public void Run(CancellationToken stop)
    {
        foreach (var made in new[] { states, Path.GetDirectoryName(files.Dit)!, Path.GetDirectoryName(files.TextEncoder)!, Path.GetDirectoryName(files.Vae)! })
            Directory.CreateDirectory(made);
        File.WriteAllText(Path.Combine(folder, "recipe.json"), recipe.ToJson());
        NanoTokenizers.WriteQwen3(Path.Combine(files.Tokenizers, "qwen3"));
        NanoTokenizers.WriteT5(Path.Combine(files.Tokenizers, "t5"));
        TrainVae(stop);
        using var latents = Latents(stop);
        TrainBase(latents, stop);
        TrainDecoder(latents, stop);
    }

    private void TrainVae(CancellationToken stop)
    {
        if (File.Exists(FirstVae))
            return;
        using var weights = new TrainableWeights(AnimaNano.Vae.All);
        using var scope = NewDisposeScope();
        using var vae = Vae(weights);
        using var stage = new Stage("vae", recipe.ForVae, recipe.Vae, weights, states, say);
        stage.Run(new VaeTraining(vae, recipe).Loss, stop);
        LatentScale.Settle(weights, vae, recipe.Seed);
        Write(FirstVae, weights.ToEntries(""));
    }

    private Tensor Latents(CancellationToken stop)
    {
        using var vae = QwenImageVae.Load(FirstVae, Placement.Reference);
        return LatentPool.ReadOrCompute(Path.Combine(states, "latents.safetensors"), vae, recipe, say, stop);
    }

    private void TrainBase(Tensor latents, CancellationToken stop)
    {
        if (File.Exists(files.Dit))
            return;
        using var scope = NewDisposeScope();
        using var network = new BaseNetwork(files);
        foreach (var (i, plan) in recipe.Base.Index())
        {
            using var stage = new Stage(Name("base", i), recipe.ForBase(i), plan, network.Weights, states, say);
            var training = new BaseTraining(network.Text, network.Dit, latents, recipe, plan);
            stage.Run(step => training.Loss(StepsBefore(recipe.Base, i) + step), stop);
        }

        Write(files.TextEncoder, network.TextEntries);
        Write(files.Dit, network.DitEntries);
    }

    private void TrainDecoder(Tensor latents, CancellationToken stop)
    {
        if (File.Exists(files.Vae))
            return;
        using var weights = new TrainableWeights(AnimaNano.Vae.All);
        weights.Read(FirstVae);
        using var scope = NewDisposeScope();
        using var vae = Vae(weights);
        foreach (var (i, plan) in recipe.Decoder.Index())
        {
            using var stage = new Stage(Name("decoder", i), recipe.ForDecoder(i), plan, weights, states, say);
            var training = new DecoderTraining(vae, latents, recipe, plan);
            stage.Run(step => training.Loss(StepsBefore(recipe.Decoder, i) + step), stop);
        }

        Write(files.Vae, weights.ToEntries(""));
        SayPsnr();
    }

    /// <summary>Of a stage, and of its files: base, base-2, …</summary>
    private static string Name(string part, int stage) => stage == 0 ? part : $"{part}-{stage + 1}";

    /// <summary>A later stage goes on with the order and the noise, and does not see those of the first again.</summary>
    private static int StepsBefore(IReadOnlyList<StageRecipe> stages, int stage) => stages.Take(stage).Sum(before => before.Steps);

    private void SayPsnr()
    {
        using var vae = QwenImageVae.Load(files.Vae, Placement.Reference);
        say(string.Create(CultureInfo.InvariantCulture, $"vae: {Psnr.OfHeldOut(vae, recipe.Seed, HeldOutPictures):0.00} dB on {HeldOutPictures} drawings that it has not seen"));
    }

    private static QwenImageVae Vae(TrainableWeights weights) =>
        new(weights, VaeSizes.Read(AnimaNano.ShapesOf(AnimaNano.Vae.All)), LatentStatistics.QwenImage);

    private static void Write(string file, IReadOnlyList<SafetensorsWriter.Entry> entries) =>
        SafetensorsWriter.Write(file, entries, new Dictionary<string, string> { ["format"] = "pt", ["modelspec.title"] = AnimaNano.Name, ["modelspec.license"] = "Apache-2.0" });
}

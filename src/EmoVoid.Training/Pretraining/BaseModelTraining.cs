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

    /// <summary>The VAE of the first stage, which the third improves.</summary>
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
        using var stage = new Stage("base", recipe.ForBase, recipe.Base, network.Weights, states, say);
        stage.Run(new BaseTraining(network.Text, network.Dit, latents, recipe).Loss, stop);
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
        using var stage = new Stage("decoder", recipe.ForDecoder, recipe.Decoder, weights, states, say);
        stage.Run(new DecoderTraining(vae, latents, recipe).Loss, stop);
        Write(files.Vae, weights.ToEntries(""));
        SayPsnr();
    }

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

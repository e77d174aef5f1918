using EmoVoid.Safetensors;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Pretraining;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Pretraining;

public sealed class TrainableWeightsTests : IDisposable
{
    /// <summary>The file holds bfloat16.</summary>
    private const double Tolerance = 0.02;

    private static readonly VaeTensors Small = new(Base: 8, Latent: 16) { Multipliers = [1, 1, 2, 2], BlocksPerStage = 1 };

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_written_VAE_does_what_the_trained_one_did()
    {
        using var scope = NewDisposeScope();
        using var weights = new TrainableWeights(Small.All);
        using var trained = Vae(weights);
        var pixels = Pixels();

        using var file = Written(weights);
        using var expected = trained.Encode(pixels);
        AssertClose(expected, file.Encode(pixels));
        AssertClose(trained.Paint(expected), file.Paint(expected));
    }

    [Fact]
    public void Every_weight_that_a_picture_meets_gets_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var weights = new TrainableWeights(Small.All);
        using var vae = Vae(weights);

        vae.Paint(vae.Encode(Pixels())).square().mean().backward();
        var idle = Small.All.Where(tensor => weights[tensor.Name].grad!.abs().sum().item<float>() == 0).Select(tensor => tensor.Name).ToList();

        // Temporal convolutions never act on one frame; half of the posterior's inner layer gives the log-variance, which its mode has no use for.
        Assert.All(idle, name => Assert.Contains("time_conv", name, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_read_from_a_file_is_written_as_it_was()
    {
        using var weights = new TrainableWeights(Small.All);
        SafetensorsWriter.Write(folder["a"], weights.ToEntries(""));
        using var others = new TrainableWeights(Small.All);
        using (no_grad())
            others.Parameters.fill_(7);
        others.Read(folder["a"]);
        SafetensorsWriter.Write(folder["b"], others.ToEntries(""));
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
    }

    /// <summary>The DiT expects latents of mean 0 and deviation 1, whatever the VAE came to in its training.</summary>
    [Fact]
    public void Settled_latents_are_normal_and_the_pictures_stay_what_they_were()
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var weights = new TrainableWeights(Small.All);
        using var vae = Vae(weights);
        var pixels = Drawings.Trained(seed: 1, [.. Enumerable.Range(0, 64)]);
        var before = vae.Paint(vae.Encode(pixels));

        LatentScale.Settle(weights, vae, seed: 1, pictures: 64);
        var latents = vae.Encode(pixels);                                              // (64, 16, 16, 16)

        Assert.All(latents.mean([0, 2, 3]).data<float>(), mean => Assert.InRange(mean, -0.01, 0.01));
        Assert.All(latents.std([0, 2, 3]).data<float>(), deviation => Assert.InRange(deviation, 0.99, 1.01));
        AssertClose(before, vae.Paint(latents), 1e-3);
    }

    private static QwenImageVae Vae(WeightSource weights) =>
        new(weights, VaeSizes.Read(new ModelShapes("test", Small.All.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape))), LatentStatistics.QwenImage);

    private QwenImageVae Written(TrainableWeights weights)
    {
        SafetensorsWriter.Write(folder["vae.safetensors"], weights.ToEntries(""));
        return QwenImageVae.Load(folder["vae.safetensors"], Placement.Reference);
    }

    private static Tensor Pixels() => rand(2, 3, 32, 32, generator: new Generator(1)) * 2 - 1;

    private static void AssertClose(Tensor expected, Tensor found, double tolerance = Tolerance) =>
        Assert.True(((found - expected).norm() / expected.norm()).item<float>() < tolerance);

    public void Dispose() => folder.Dispose();
}

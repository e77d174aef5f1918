using EmoVoid.Testing;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoVoid.Training.Tests.Models;

public sealed class VaeTests : IDisposable
{
    private static readonly VaeSizes Small = new(Stem: 4, Levels: [4, 8, 12], BlocksPerLevel: 3, LatentChannels: 3);
    private static readonly LatentStatistics Statistics = new([0.1, -0.2, 0.3], [1.5, 2, 0.5]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_causal_kernel_on_one_frame_is_its_last_slice()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var weights = new Remembered();
        var flat = Conv2D.Causal(weights, "conv", 2, 4, kernel: 3);
        var x = randn(1, 2, 5, 6);
        var video = functional.pad(x.unsqueeze(2), [1, 1, 1, 1, 2, 0]); // two zero frames before, zeros around
        var expected = functional.conv3d(video, weights["conv.weight"], weights["conv.bias"]).squeeze(2);
        Assert.True((flat.Forward(x) - expected).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Sizes_are_read_from_the_file_and_give_the_size_of_the_latents()
    {
        using var vae = QwenImageVae.Load(WriteSmall(), Placement.Reference, Statistics);
        Assert.Equal((4L, 3, 3L, 4), (vae.Sizes.Stem, vae.Sizes.BlocksPerLevel, vae.Sizes.LatentChannels, vae.Sizes.Shrink));
        Assert.Equal(Small.Levels, vae.Sizes.Levels);

        using var scope = NewDisposeScope();
        var latents = vae.Encode(rand(2, 3, 16, 24) * 2 - 1);
        Assert.Equal([2, 3, 4, 6], latents.shape);
        var decoded = vae.Decode(latents);
        Assert.Equal([2, 3, 16, 24], decoded.shape);
        Assert.InRange(decoded.abs().max().item<float>(), 0, 1);
    }

    [Fact]
    public void Latents_of_another_number_of_channels_than_is_known_are_refused() =>
        Assert.Contains("3 channels", Assert.Throws<ModelFileException>(() => QwenImageVae.Load(WriteSmall(), Placement.Reference)).Message, StringComparison.Ordinal);

    [Fact]
    public void Encoding_leaves_nothing_behind()
    {
        using var vae = QwenImageVae.Load(WriteSmall(), Placement.Reference, Statistics);
        using var pixels = rand(1, 3, 16, 16);
        vae.Encode(pixels).Dispose();
        var before = LiveTensors.OfThisThread;
        for (var i = 0; i < 5; i++)
        {
            using var latents = vae.Encode(pixels);
            vae.Decode(latents).Dispose();
        }

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private string WriteSmall() =>
        SmallModels.Write(folder["vae.safetensors"], "", WeightShapes.Of(weights => new QwenImageVae(weights, Small, Statistics)));

    /// <summary>Random weights that can be asked for again.</summary>
    private sealed class Remembered : WeightSource
    {
        private readonly Dictionary<string, Tensor> given = [];

        public Tensor this[string name] => given[name];

        protected override Tensor Get(string name, long[] shape, bool inFloat32) => (given[name] = randn(shape).DetachFromDisposeScope()).alias();
    }
}

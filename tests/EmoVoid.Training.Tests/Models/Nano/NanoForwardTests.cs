using EmoVoid.Testing;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.Nano;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;
using EmoVoid.Training.Text;
using static TorchSharp.torch;

namespace EmoVoid.Training.Tests.Models.Nano;

/// <summary>The whole way through the nano model, from a caption and a picture to a velocity: every number finite, none out of proportion.</summary>
public sealed class NanoForwardTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Theory]
    [InlineData("1girl, blue hair, looking at viewer")]
    [InlineData("")]
    public void Context_latents_and_velocity_are_of_the_size_of_one(string caption)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var files = AnimaNano.EnsureExists(temporary["nano"]);
        using var vae = QwenImageVae.Load(files.Vae, Placement.Reference);
        using var qwen = Qwen3.Load(files.TextEncoder, Placement.Reference);
        using var adapter = LlmAdapter.Load(files.Dit, Placement.Reference);
        using var dit = AnimaDit.Load(files.Dit, Placement.Reference);

        var tokens = PromptTokenizer.Load(files.Tokenizers).Encode(caption);
        var context = new TextTokens(Row(tokens.QwenIds), Row(tokens.QwenMask), Row(tokens.T5Ids), Row(tokens.T5Mask)).Context(qwen, adapter); // (1, 512, D_c)
        var row = linspace(-1, 1, 128);
        var pixels = stack([row.expand(1, 96, 128), row.flip(0).expand(1, 96, 128), row.square().expand(1, 96, 128)], dim: 1);                // (1, 3, 96, 128)
        var latents = vae.Encode(pixels);                                                                                                    // (1, 16, 12, 16)
        var velocity = dit.Velocity(latents, tensor(new[] { 0.5f }), context);                                                               // (1, 16, 12, 16)

        Assert.Equal([1, 512, AnimaNano.Dit.Context], context.shape);
        Assert.Equal([1, 16, 12, 16], latents.shape);
        Assert.Equal(latents.shape, velocity.shape);
        Assert.InRange(Rms(context[0].narrow(0, 0, tokens.T5Count)), 0.3, 3);
        Assert.InRange(Rms(latents), 0.2, 3);
        Assert.InRange(Rms(velocity), 0.3, 3);
    }

    private static Tensor Row(long[] values) => tensor(values).unsqueeze(0);

    /// <summary>√ of the mean square; not a number when one value is not.</summary>
    private static double Rms(Tensor x) => x.to(ScalarType.Float64).square().mean().sqrt().item<double>();

    public void Dispose() => temporary.Dispose();
}

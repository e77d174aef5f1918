using System.Text.Json;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Nano;

namespace EmoVoid.Training.Tests.Models.Nano;

/// <summary>The lists that the nano model is made from, given the real sizes, must be the lists of the real files, name by name and shape by shape.</summary>
public class TensorListTests
{
    [Fact]
    public void With_the_real_sizes_the_DiT_is_the_real_one() =>
        MatchesFile("anima_dit", new DitTensors(
            Width: 2048, HeadDim: 128, Blocks: 28, ModulationRank: 256, Channels: 16, Context: 1024, AdapterHeadDim: 64, AdapterBlocks: 6, Source: 1024, Vocabulary: 32128).All);

    [Fact]
    public void With_the_real_sizes_the_text_encoder_is_the_real_one() =>
        MatchesFile("qwen3_06b", new Qwen3Tensors(Width: 1024, Layers: 28, Heads: 16, KeyValueHeads: 8, HeadDim: 128, MlpWidth: 3072, Vocabulary: 151936).All);

    [Fact]
    public void With_the_real_sizes_the_VAE_is_the_real_one() =>
        MatchesFile("qwen_image_vae", new VaeTensors(Base: 96, Latent: 16).All);

    private static void MatchesFile(string model, IEnumerable<NanoTensor> tensors)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("tests", "goldens", "full-size-shapes.json")));
        var real = document.RootElement.GetProperty(model).EnumerateObject().Select(tensor => Line(tensor.Name, tensor.Value.EnumerateArray().Select(size => size.GetInt64())));
        Assert.Equal(real.Order(StringComparer.Ordinal), tensors.Select(tensor => Line(tensor.Name, tensor.Shape)).Order(StringComparer.Ordinal));
    }

    private static string Line(string name, IEnumerable<long> shape) => $"{name} [{string.Join(", ", shape)}]";
}

using System.Text.Json;
using EmoVoid.Testing;
using EmoVoid.Training.Models.Dit;
using EmoVoid.Training.Models.TextEncoder;
using EmoVoid.Training.Models.Vae;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Training.Tests.Models;

/// <summary>The list that the daemon checks files by, against what the model classes really ask for, at odd sizes and at the real ones.</summary>
public class TensorListTests
{
    [Fact]
    public void The_small_DiT_and_its_adapter_ask_for_the_same()
    {
        Same(WeightShapes.Of(weights => new AnimaDit(weights, SmallModels.Dit)), TensorList.Of(SmallModels.Dit));
        Same(WeightShapes.Of(weights => new LlmAdapter(weights.In("llm_adapter"), SmallModels.Adapter)), TensorList.Of(SmallModels.Adapter));
    }

    [Fact]
    public void The_small_text_encoder_asks_for_the_same() =>
        Same(WeightShapes.Of(weights => new Qwen3(weights, SmallModels.Qwen)), TensorList.Of(SmallModels.Qwen));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_small_VAE_asks_for_the_same(int blocks)
    {
        var sizes = new VaeSizes(Stem: 6, Levels: [6, 12, 12, 20], BlocksPerLevel: blocks, LatentChannels: 16);
        Same(WeightShapes.Of(weights => new QwenImageVae(weights, sizes, LatentStatistics.QwenImage)), TensorList.Of(sizes));
    }

    [Theory]
    [InlineData("anima_dit", "Dit")]
    [InlineData("qwen3_06b", "TextEncoder")]
    [InlineData("qwen_image_vae", "Vae")]
    public void The_real_files_pass_and_lack_nothing(string list, string part)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("tests", "goldens", "full-size-shapes.json")));
        var tensors = document.RootElement.GetProperty(list).EnumerateObject().ToDictionary(
            item => item.Name, item => new FoundTensor([.. item.Value.EnumerateArray().Select(size => size.GetInt64())], "BF16"));
        var kind = new[] { ModelPart.Dit, ModelPart.TextEncoder, ModelPart.Vae }.Single(kind => kind.Key == part);
        kind.Check(list, tensors);
        foreach (var name in tensors.Keys.Where(name => !name.Contains(".time_conv.", StringComparison.Ordinal)))
            Assert.Throws<ModelFileException>(() => kind.Check(list, tensors.Where(item => item.Key != name).ToDictionary()));
    }

    private static void Same(IReadOnlyList<KeyValuePair<string, long[]>> asked, IReadOnlyList<KeyValuePair<string, long[]>> listed) =>
        Assert.Equal(Lines(asked), Lines(listed));

    private static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, long[]>> tensors) =>
        tensors.Select(tensor => $"{tensor.Key} [{string.Join(", ", tensor.Value)}]").Order(StringComparer.Ordinal);
}
